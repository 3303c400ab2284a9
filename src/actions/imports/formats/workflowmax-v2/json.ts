// JSON with two things that JSON.parse does not give: numbers as the text that stood in the file, so that no amount
// passes through a float, and the line of every object, so that a refused record can be found. Strict otherwise, and
// bounded in depth.

import { stopFile } from '../outcome.ts';

/** Scalars are text: numbers as written, `true` and `false` as words. Null is absent. */
export type JsonValue = string | undefined | JsonObject | JsonArray;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly line: number; readonly fields: ReadonlyMap<string, JsonValue> };

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && 'fields' in value;
}

export function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const plainString = /"([^"\\\u0000-\u001f]*)"/y;
const escapedString = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const words: ReadonlyMap<string, JsonValue> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', undefined],
]);

/** Throws `FileStopped` with line and column where the text is not JSON. */
export function parseJson(file: string, text: string, depthMax: number): JsonValue {
  const reader = new JsonReader(file, text, depthMax);
  return reader.document();
}

class JsonReader {
  readonly #file: string;
  readonly #text: string;
  readonly #depthMax: number;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(file: string, text: string, depthMax: number) {
    this.#file = file;
    this.#text = text;
    this.#depthMax = depthMax;
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
    if (depth > this.#depthMax) {
      const message = `Values are nested more than ${this.#depthMax} deep.`;
      throw stopFile(this.#file, 'tooDeep', message, this.#place());
    }
    const start = this.#text[this.#at];
    if (start === '{') return this.#object(depth);
    if (start === '[') return this.#array(depth);
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
      values.push(this.#value(depth + 1));
      if (this.#endsWith(']')) return values;
    }
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
    plainString.lastIndex = this.#at;
    const plain = plainString.exec(this.#text);
    if (plain !== null) {
      this.#at = plainString.lastIndex;
      return plain[1]!;
    }
    escapedString.lastIndex = this.#at;
    const escaped = escapedString.exec(this.#text);
    if (escaped === null)
      throw this.#broken('a text in quotes begins here and is not ended or holds a bad character');
    this.#at = escapedString.lastIndex;
    return JSON.parse(escaped[0]) as string;
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
