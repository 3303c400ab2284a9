// JSON with two things that JSON.parse does not give: numbers as the text that stood in the file, so that no amount
// passes through a float, and the line of every object, so that a refused record can be found. Strict otherwise, and
// bounded in depth.
//
// A page of a hundred thousand records would be ten times its size as objects. So the objects in the outer lists are
// read twice: once to prove that all of the file is JSON, keeping only where each begins, and again one by one as they
// are asked for.

import { stopFile } from '../outcome.ts';

/** Scalars are text: numbers as written, `true` and `false` as words. Null is absent. */
export type JsonValue = string | undefined | JsonObject | JsonArray | UnreadObject;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly line: number; readonly fields: ReadonlyMap<string, JsonValue> };

/** An object of an outer list: known to be there and to be JSON, and read when it is needed. */
export type UnreadObject = { readonly unreadAt: number; read(): JsonObject };

/** The value itself, or the object that was left unread. */
export function readValue(value: JsonValue): JsonValue {
  return typeof value === 'object' && 'unreadAt' in value ? value.read() : value;
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && 'fields' in value;
}

export function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

/** Lists nested up to this deep keep their objects unread: pages, and pages in pages. */
const outerDepthMax = 4;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const words: ReadonlyMap<string, JsonValue> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', undefined],
]);

export type JsonLimits = { readonly depthMax: number; readonly pageObjectsMax: number };

/** Throws `FileStopped` with line and column where the text is not JSON. */
export function parseJson(file: string, text: string, limits: JsonLimits): JsonValue {
  return new JsonReader(file, text, limits).document();
}

class JsonReader {
  readonly #file: string;
  readonly #text: string;
  readonly #limits: JsonLimits;
  #objects = 0;
  #isReadingAgain = false;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(file: string, text: string, limits: JsonLimits) {
    this.#file = file;
    this.#text = text;
    this.#limits = limits;
  }

  document(): JsonValue {
    this.#skipSpace();
    const value = this.#value(1);
    this.#skipSpace();
    if (this.#at < this.#text.length)
      throw this.#broken('there is more text after the end of the JSON value');
    return value;
  }

  #value(depth: number): JsonValue {
    const start = this.#text[this.#at];
    if (start === '{' || start === '[') {
      this.#checkSize(depth);
      return start === '{' ? this.#object(depth) : this.#array(depth);
    }
    if (start === '"') return this.#string();
    number.lastIndex = this.#at;
    const found = number.exec(this.#text);
    if (found !== null) {
      this.#at = number.lastIndex;
      return found[0];
    }
    for (const [word, value] of words) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    throw this.#broken('a value is expected');
  }

  #checkSize(depth: number): void {
    const { depthMax, pageObjectsMax } = this.#limits;
    this.#objects += 1;
    if (depth > depthMax) {
      throw stopFile(this.#file, 'tooDeep', `Values are nested more than ${depthMax} deep.`, this.#place());
    }
    if (this.#objects > pageObjectsMax) {
      const message = `A JSON page may hold up to ${pageObjectsMax} objects and lists. Save it in smaller pages.`;
      throw stopFile(this.#file, 'fileTooLarge', message, this.#place());
    }
  }

  #object(depth: number): JsonObject {
    const fields = new Map<string, JsonValue>();
    const object = { line: this.#line, fields };
    this.#step();
    if (this.#text[this.#at] === '}') {
      this.#at += 1;
      return object;
    }
    for (;;) {
      if (this.#text[this.#at] !== '"') throw this.#broken('a property name in quotes is expected');
      const name = this.#string();
      this.#skipSpace();
      if (this.#text[this.#at] !== ':') throw this.#broken('":" is expected after a property name');
      this.#step();
      fields.set(name, this.#value(depth + 1));
      if (this.#endsWith('}')) return object;
    }
  }

  #array(depth: number): JsonValue[] {
    const values: JsonValue[] = [];
    this.#step();
    if (this.#text[this.#at] === ']') {
      this.#at += 1;
      return values;
    }
    for (;;) {
      values.push(depth <= outerDepthMax ? this.#element(depth + 1) : this.#value(depth + 1));
      if (this.#endsWith(']')) return values;
    }
  }

  #element(depth: number): JsonValue {
    const place = { at: this.#at, line: this.#line, lineStart: this.#lineStart };
    const value = this.#value(depth);
    if (this.#isReadingAgain || !isObject(value)) return value;
    return { unreadAt: place.at, read: () => this.#readAgain(place) };
  }

  #readAgain(place: { readonly at: number; readonly line: number; readonly lineStart: number }): JsonObject {
    this.#at = place.at;
    this.#line = place.line;
    this.#lineStart = place.lineStart;
    this.#objects = 0;
    this.#isReadingAgain = true;
    return this.#object(1);
  }

  #endsWith(close: string): boolean {
    this.#skipSpace();
    const mark = this.#text[this.#at];
    if (mark !== ',' && mark !== close) throw this.#broken(`"," or "${close}" is expected`);
    if (mark === ',') {
      this.#step();
      return false;
    }
    this.#at += 1;
    return true;
  }

  #string(): string {
    const start = this.#at;
    let at = start + 1;
    let isEscaped = false;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) break;
      if (Number.isNaN(code) || code < 32)
        throw this.#broken('a text in quotes begins that is not ended on its line');
      if (code === 92) {
        isEscaped = true;
        at += 1;
      }
      at += 1;
    }
    const text = isEscaped ? this.#unescaped(start, at + 1) : this.#text.slice(start + 1, at);
    this.#at = at + 1;
    return text;
  }

  #unescaped(start: number, end: number): string {
    try {
      return JSON.parse(this.#text.slice(start, end)) as string;
    } catch {
      throw this.#broken('a text in quotes begins that holds a backslash with nothing known after it');
    }
  }

  #step(): void {
    this.#at += 1;
    this.#skipSpace();
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 10) {
        this.#line += 1;
        this.#lineStart = this.#at + 1;
      } else if (code !== 32 && code !== 9 && code !== 13) return;
      this.#at += 1;
    }
  }

  #place(): { line: number; column: number } {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  #broken(what: string) {
    const isCutOff = this.#at >= this.#text.length;
    const message = isCutOff
      ? `The file ends where ${what}: it is cut off. Save the answer again in full.`
      : `This is not JSON: ${what}, but here stands ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))}.`;
    return stopFile(this.#file, 'invalidJson', message, this.#place());
  }
}
