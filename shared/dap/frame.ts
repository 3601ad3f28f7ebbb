/**
 * One message of the Debug Adapter Protocol as it travels: the bytes of its body and, when somebody asks, what they say. A frame
 * that is passed on is written from the same bytes. Format: https://microsoft.github.io/debug-adapter-protocol/overview.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";

export interface Frame {
  /** The body as it came; absent for a message that was made here and not written yet. */
  readonly raw: Buffer | undefined;
  /** The body parsed, when first asked for. Throws a SyntaxError where it is not a JSON object. */
  readonly message: DebugProtocol.ProtocolMessage;
  /** What is needed to route the frame, usually without parsing it. Throws as `message` does. */
  readonly head: Head;
}

/** The fields that every message of a kind has; a missing number counts as 0, as dlv reads it. */
export type Head =
  | { type: "request"; seq: number; command: string }
  | { type: "event"; seq: number; event: string }
  | { type: "response"; seq: number; requestSeq: number; success: boolean; command: string };

/**
 * A frame of a body's bytes.
 * @param text what the bytes are part of, as Latin-1 text, where somebody has it @param from where in the text the body begins
 */
export function frameOfBytes(raw: Buffer, text = raw.toString("latin1", 0, peekedBytes), from = 0): Frame {
  return new ReadFrame(raw, text, from);
}

class ReadFrame implements Frame {
  readonly raw: Buffer;
  /** As leadingSeqBytes has it. */
  readonly seqBytes: number;
  #message: DebugProtocol.ProtocolMessage | undefined;
  #head: Head | undefined;

  constructor(raw: Buffer, text: string, from: number) {
    this.raw = raw;
    leadingSeq.lastIndex = from;
    this.seqBytes = leadingSeq.test(text) ? leadingSeq.lastIndex - from : 0;
    if (this.seqBytes > 0) this.#head = peek(text, from, from + raw.byteLength);
  }

  get message(): DebugProtocol.ProtocolMessage {
    return (this.#message ??= parse(this.raw));
  }

  get head(): Head {
    return (this.#head ??= headOf(this.message));
  }
}

/** A frame of a message; its bytes are made now, so that a later change of the message changes nothing. */
export function frameOf(message: DebugProtocol.ProtocolMessage): Frame & { readonly raw: Buffer } {
  return { raw: Buffer.from(JSON.stringify(message)), message, head: headOf(message) };
}

const leadingSeq = /\{"seq":\d{1,15},/y;

/** How many bytes of a frame that was read its number takes, `{"seq":12,`; 0 where that does not stand first, as dlv writes it. */
export function leadingSeqBytes(frame: Frame): number {
  return frame instanceof ReadFrame ? frame.seqBytes : 0;
}

function parse(raw: Buffer): DebugProtocol.ProtocolMessage {
  const value: unknown = JSON.parse(raw.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError("not a JSON object");
  return value as DebugProtocol.ProtocolMessage;
}

/**
 * The start of a body as go-dap writes it, where the fields of its Go structs stand in their order. Bodies of `variables` are
 * large, and all that is needed of them to pass them on stands in the first hundred bytes. Failures are small and parsed.
 */
const asDlvWrites =
  /\{"seq":(\d{1,15}),"type":"(?:event","event":"([\w.]+)"|response","request_seq":(\d{1,15}),"success":true,"command":"([\w.]+)")[,}]/y;

/** So many bytes are looked at. */
const peekedBytes = 200;

/** @param from where in the text the body begins @param to where it ends */
function peek(text: string, from: number, to: number): Head | undefined {
  asDlvWrites.lastIndex = from;
  const match = asDlvWrites.exec(text);
  if (match === null || asDlvWrites.lastIndex > to) return undefined;
  const seq = Number(match[1]);
  if (match[2] !== undefined) return { type: "event", seq, event: match[2] };
  return { type: "response", seq, requestSeq: Number(match[3]), success: true, command: match[4] ?? "" };
}

function headOf(message: DebugProtocol.ProtocolMessage): Head {
  const fields = message as unknown as Record<string, unknown>;
  const seq = numberOf(fields["seq"]);
  switch (fields["type"]) {
    case "event":
      return { type: "event", seq, event: textOf(fields["event"]) };
    case "response":
      return {
        type: "response",
        seq,
        requestSeq: numberOf(fields["request_seq"]),
        success: fields["success"] === true,
        command: textOf(fields["command"]),
      };
    case "request":
      return { type: "request", seq, command: textOf(fields["command"]) };
    default:
      throw new SyntaxError("neither a request nor a response nor an event");
  }
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
