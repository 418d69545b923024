import { Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import { explain } from "@/api/errors";
import { asText, type InputProps } from "@/inputs/input_props";
import { useInputSources } from "@/inputs/sources";
import { IconButton } from "@/ui/icon_button";
import { Spinner } from "@/ui/spinner";

/** One or several files, stored beside the flow; by button or by drop. */
export function FileInput({ id, label, field, onChange, isDisabled }: InputProps) {
  const { uploadFile } = useInputSources();
  const picker = useRef<HTMLInputElement>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isMany = field.list === true || field.is_list === true;
  const names = (Array.isArray(field.value) ? field.value : field.value ? [field.value] : []).map(asText);
  const paths = (Array.isArray(field.file_path) ? field.file_path : field.file_path ? [field.file_path] : []).map(
    asText,
  );

  const store = (newNames: string[], newPaths: string[]) =>
    onChange(isMany ? newNames : (newNames[0] ?? ""), { file_path: isMany ? newPaths : (newPaths[0] ?? "") });

  const send = async (files: readonly File[]) => {
    if (!files.length) return;
    setSending(true);
    setProblem(null);
    try {
      const chosen = isMany ? files : files.slice(0, 1);
      const sent: string[] = [];
      for (const file of chosen) sent.push(await uploadFile(file));
      const sentNames = chosen.map((file) => file.name);
      store(isMany ? [...names, ...sentNames] : sentNames, isMany ? [...paths, ...sent] : sent);
    } catch (error) {
      setProblem(explain(error).what);
    } finally {
      setSending(false);
    }
  };

  const shown = problem ?? (names.join(", ") || "Choose or drop a file");
  const accept = field.fileTypes?.map((type) => `.${type}`).join(",");
  return (
    <div className="input-file">
      <button
        type="button"
        id={id}
        className="text-input dropdown"
        aria-label={`${label}: ${shown}`}
        title={problem ?? (field.fileTypes?.length ? `Takes ${field.fileTypes.join(", ")}` : undefined)}
        disabled={isDisabled || isSending}
        onClick={() => picker.current?.click()}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void send([...event.dataTransfer.files]);
        }}
      >
        <span className={problem ? "is-wrong" : names.length ? "" : "is-unset"}>{shown}</span>
        {isSending ? <Spinner label="Storing the file" /> : <Paperclip aria-hidden />}
      </button>
      {names.length ? (
        <IconButton label={`Clear ${label}`} onClick={() => store([], [])}>
          <X />
        </IconButton>
      ) : null}
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={`${label} file`}
        multiple={isMany}
        accept={accept}
        onChange={(event) => {
          void send([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
