import { ApiError, type Explained, explain } from "@/api/errors";

/** What the top bar says about the document. */
export type SaveState = "saved" | "unsaved" | "saving" | "conflict" | "gone" | "failed";

export interface SaverOptions<Body> {
  /** What to send, read at the moment of sending. */
  read: () => Body;
  /** Sends; answers the new ETag. */
  send: (body: Body, etag: string | null) => Promise<string | null>;
  onState: (state: SaveState, error: Explained | null) => void;
  delay_ms?: number;
  retry_ms?: number;
}

/**
 * Saves a document some time after its last change, one request at a time. An answer only brings a new ETag: it never
 * touches the document, so a late one cannot undo what was typed meanwhile. A stale ETag (409) and a
 * flow that is gone (404) stop saving until `reset` or `rebase`; any other failure is tried again.
 */
export class Saver<Body> {
  private etag: string | null = null;
  private version = 0;
  private saved = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | null = null;
  private isStopped = false;

  constructor(private readonly options: SaverOptions<Body>) {}

  /** Begins anew with a document as the server has it. */
  reset(etag: string | null): void {
    clearTimeout(this.timer);
    this.etag = etag;
    this.saved = this.version;
    this.isStopped = false;
    this.options.onState("saved", null);
  }

  /** The ETag of what the server has, as far as known. */
  get tag(): string | null {
    return this.etag;
  }

  /** Is there a change that the server has not confirmed? */
  get isDirty(): boolean {
    return this.version !== this.saved;
  }

  /** The document changed: it will be sent after a pause. */
  changed(): void {
    this.version++;
    if (this.isStopped) return;
    if (!this.sending) this.options.onState("unsaved", null);
    this.schedule(this.options.delay_ms ?? 600);
  }

  /** Sends what is unsaved now, and settles when nothing is left or saving had to stop. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.isDirty && !this.isStopped) {
      const before = this.saved;
      await (this.sending ?? this.save());
      if (this.saved === before) return;
    }
  }

  /** Sends something besides the document (its header, an older version), between two saves. Throws what `send` throws. */
  async sendBeside(send: (etag: string | null) => Promise<string | null>): Promise<void> {
    await this.flush();
    await this.sending;
    const sent = send(this.etag).then((etag) => {
      this.etag = etag;
    });
    const held = sent
      .catch(() => undefined)
      .finally(() => {
        this.sending = null;
        if (this.isDirty && !this.isStopped) this.schedule(0);
      });
    this.sending = held;
    await sent;
  }

  /** Goes on after a conflict: the document now holds what the server had at `etag`, joined with what is here. */
  rebase(etag: string | null): void {
    this.etag = etag;
    this.isStopped = false;
    this.changed();
    void this.flush();
  }

  /** Forgets changes that were never sent (the flow is gone). */
  stop(): void {
    clearTimeout(this.timer);
    this.isStopped = true;
  }

  private schedule(delay_ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), delay_ms);
  }

  private save(): Promise<void> {
    if (this.sending || this.isStopped || !this.isDirty) return this.sending ?? Promise.resolve();
    this.sending = this.sendOnce().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  private async sendOnce(): Promise<void> {
    const version = this.version;
    this.options.onState("saving", null);
    try {
      this.etag = await this.options.send(this.options.read(), this.etag);
      this.saved = version;
      if (this.isDirty) this.schedule(this.options.delay_ms ?? 600);
      else this.options.onState("saved", null);
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      if (status === 409 || status === 404) {
        this.isStopped = true;
        this.options.onState(status === 409 ? "conflict" : "gone", explain(error));
      } else {
        this.options.onState("failed", explain(error));
        this.schedule(this.options.retry_ms ?? 4000);
      }
    }
  }
}
