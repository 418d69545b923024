/** A chat message as runs tell it. */
export interface MessageRecord {
  id: string | null;
  flow_id: string | null;
  session_id: string;
  /** ISO, UTC without its zone. */
  timestamp: string;
  sender: string | null;
  sender_name: string | null;
  text: string;
  files: string[];
  edit: boolean;
  error: boolean;
  category: string;
  properties: MessageProperties;
  content_blocks: ContentBlock[];
}

export interface MessageProperties {
  /** The node that the text came from. */
  source?: { id: string | null; display_name: string | null; source: string | null };
  icon?: string;
  /** What a run asks a person with this message. */
  question?: Question;
  [key: string]: unknown;
}

/** A question of a run that waits for a person. Other answers than its choices are welcome too. */
export interface Question {
  id: string;
  choices?: readonly string[];
  state: "open" | "answered" | "cancelled";
  answer?: string | null;
}

/** A titled part of a message: the steps of an agent, or an error. */
export interface ContentBlock {
  title: string;
  contents: ContentPart[];
  [key: string]: unknown;
}

export interface ContentPart {
  type: string;
  /** Of an error: what and why, and what to do. */
  reason?: string | null;
  solution?: string | null;
  traceback?: string | null;
  field?: string | null;
  component?: string | null;
  /** Of a tool's use. */
  name?: string | null;
  tool_input?: unknown;
  output?: unknown;
  /** Milliseconds. */
  duration?: number | null;
  /** The node that gave the tool. */
  vertex_id?: string | null;
  text?: string | null;
  [key: string]: unknown;
}
