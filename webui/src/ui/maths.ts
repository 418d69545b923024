/** Code, which is left as it is: fenced blocks and `spans`. */
const CODE = /^ {0,3}(```|~~~)[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))|(`+)[^`][\s\S]*?\2/gm;

/** `\[ … \]`, `\( … \)`, `$$ … $$`, and `$ … $` where it is no price: no blank inside its ends, no digit after it. */
const MATHS =
  /\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|\$\$([\s\S]+?)\$\$|(?<![\\$\w])\$(?![\s$])([^$\n]*?[^\s\\$])\$(?![\d$])/g;

const FENCE = "$$";

/** Does a text hold formulas? */
export function hasMaths(text: string): boolean {
  return withMaths(text).includes(FENCE);
}

/** The text with its formulas in the one form that the reader of Markdown takes: between doubled dollars. */
export function withMaths(text: string): string {
  let from = 0;
  let result = "";
  for (const code of text.matchAll(CODE)) {
    result += formulasIn(text.slice(from, code.index)) + code[0];
    from = code.index + code[0].length;
  }
  return result + formulasIn(text.slice(from));
}

function formulasIn(text: string): string {
  return text.replace(
    MATHS,
    (whole, display?: string, inline?: string, doubled?: string, single?: string, ...rest: unknown[]) => {
      if (display !== undefined) return block(display);
      if (doubled !== undefined) {
        const isBlock = doubled.includes("\n") || standsAlone(text, rest[0] as number, whole.length);
        return isBlock ? block(doubled) : whole;
      }
      return FENCE + (inline ?? single ?? "").trim() + FENCE;
    },
  );
}

/** Is there nothing else on the line of this part of the text? */
function standsAlone(text: string, from: number, length: number): boolean {
  return /(^|\n)[ \t]*$/.test(text.slice(0, from)) && /^[ \t]*(\n|$)/.test(text.slice(from + length));
}

/** A formula with lines of its own. */
function block(formula: string): string {
  return `\n${FENCE}\n${formula.trim()}\n${FENCE}\n`;
}
