"""Where source code of a language is best cut: before declarations, then as other texts."""

from __future__ import annotations

_C_LIKE = ("\nclass ", "\npublic ", "\nprotected ", "\nprivate ", "\nstatic ", "\nvoid ", "\nint ", "\nif ", "\nfor ")
_SCRIPT = ("\nfunction ", "\nconst ", "\nlet ", "\nvar ", "\nclass ", "\nexport ", "\nif ", "\nfor ", "\nswitch ")

CODE_SEPARATORS: dict[str, tuple[str, ...]] = {
    "cpp": ("\nnamespace ", "\nclass ", "\nstruct ", "\nvoid ", "\nint ", "\nif ", "\nfor ", "\nwhile "),
    "go": ("\nfunc ", "\nvar ", "\nconst ", "\ntype ", "\nif ", "\nfor ", "\nswitch "),
    "java": _C_LIKE,
    "kotlin": ("\nclass ", "\nobject ", "\nfun ", "\nval ", "\nvar ", "\nif ", "\nfor ", "\nwhen "),
    "js": _SCRIPT,
    "ts": ("\nenum ", "\ninterface ", "\nnamespace ", "\ntype ", *_SCRIPT),
    "php": ("\nfunction ", "\nclass ", "\nif ", "\nforeach ", "\nwhile ", "\nswitch "),
    "proto": ("\nmessage ", "\nservice ", "\nenum ", "\noption ", "\nimport "),
    "python": ("\nclass ", "\ndef ", "\nasync def ", "\n\tdef ", "\n    def "),
    "rst": ("\n\n===", "\n\n---", "\n\n***", "\n\n.. "),
    "ruby": ("\nclass ", "\nmodule ", "\ndef ", "\nif ", "\nunless ", "\nwhile "),
    "rust": ("\nfn ", "\npub ", "\nimpl ", "\nstruct ", "\nenum ", "\nmod ", "\nlet ", "\nmatch "),
    "scala": ("\nclass ", "\nobject ", "\ntrait ", "\ndef ", "\nval ", "\nvar ", "\nif ", "\nmatch "),
    "swift": ("\nfunc ", "\nclass ", "\nstruct ", "\nenum ", "\nextension ", "\nif ", "\nfor "),
    "markdown": ("\n# ", "\n## ", "\n### ", "\n#### ", "\n##### ", "\n###### ", "\n```", "\n---\n"),
    "latex": ("\n\\chapter{", "\n\\section{", "\n\\subsection{", "\n\\begin{", "\n\\["),
    "html": ("<body", "<div", "<section", "<h1", "<h2", "<h3", "<table", "<ul", "<p", "<li", "<br"),
    "sol": ("\npragma ", "\ncontract ", "\ninterface ", "\nlibrary ", "\nfunction ", "\nevent ", "\nstruct "),
    "csharp": ("\nnamespace ", "\ninterface ", "\nenum ", "\nclass ", *_C_LIKE[1:]),
    "cobol": ("\nIDENTIFICATION DIVISION.", "\nDATA DIVISION.", "\nPROCEDURE DIVISION.", "\nWORKING-STORAGE SECTION."),
    "c": ("\nstruct ", "\nenum ", "\nvoid ", "\nint ", "\nstatic ", "\nif ", "\nfor ", "\nwhile "),
    "lua": ("\nlocal function ", "\nfunction ", "\nlocal ", "\nif ", "\nfor ", "\nwhile "),
    "perl": ("\npackage ", "\nsub ", "\nmy ", "\nif ", "\nforeach "),
    "haskell": ("\nmodule ", "\nimport ", "\ndata ", "\nnewtype ", "\nclass ", "\ninstance ", "\nwhere"),
    "elixir": ("\ndefmodule ", "\ndefprotocol ", "\ndef ", "\ndefp ", "\ndefmacro ", "\ncase ", "\ncond "),
    "powershell": ("\nfunction ", "\nparam ", "\nif ", "\nforeach ", "\nwhile ", "\nswitch "),
}
"""Separators by language, the largest unit first."""
