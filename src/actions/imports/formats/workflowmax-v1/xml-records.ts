// WorkflowMax API v1 answers as a stream of records. An answer is `<Response><Status>OK</Status>…`, and what it is
// about is told by the elements inside: a list such as `<Times><Time>…`, or one record such as `<Invoice>…`. Only one
// record is held in memory at a time. An answer may say ERROR although HTTP said 200; that ends the file.
//
// No document type, no entities of the document's own, bounded depth and size: an import is an upload.

import { SaxesParser } from 'saxes';
import type { Limits } from '../options.ts';
import type { FileStopped, ProblemCode } from '../outcome.ts';
import { quoted, stopFile } from '../outcome.ts';

export type XmlElement = {
  readonly name: string;
  readonly line: number;
  text: string;
  readonly children: XmlElement[];
};

/** A record element, and the list it stood in; some answers hold their record without a list. */
export type XmlRecord = { readonly element: XmlElement; readonly list: string | undefined };

/** Elements that hold records, below the root. */
const lists = new Set([
  'Clients',
  'Jobs',
  'Times',
  'Invoices',
  'Quotes',
  'StaffList',
  'TaskList',
  'Costs',
  'Payments',
  'Suppliers',
  'Leads',
  'Templates',
  'PurchaseOrders',
  'Categories',
  'Groups',
  'Documents',
  'CustomFieldDefinitions',
  'CustomFields',
]);

export class XmlRecordReader {
  readonly #file: string;
  readonly #limits: Limits;
  readonly #parser = new SaxesParser({ position: true });
  readonly #open: XmlElement[] = [];
  #records: XmlRecord[] = [];
  #list: string | undefined;
  #hasContent = false;
  #depth = 0;
  #isInRecord = false;
  #recordStart = 0;
  #recordElements = 0;
  #lastEvent = 0;
  #status = '';
  #statusLine = 0;
  #description = '';
  #stopped: FileStopped | undefined;

  constructor(file: string, limits: Limits) {
    this.#file = file;
    this.#limits = limits;
    this.#parser.on('error', (error) => this.#stop('invalidXml', wellFormed(error.message)));
    this.#parser.on('doctype', () => {
      this.#stop('forbiddenXml', 'A document type (<!DOCTYPE …>) is not accepted in an import.');
    });
    this.#parser.on('opentag', (tag) => this.#enter(tag.name));
    this.#parser.on('closetag', () => this.#leave());
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
  }

  /** The records that are complete now; `check` tells whether the file can be read on. */
  push(text: string): XmlRecord[] {
    this.#parser.write(text);
    return this.#take();
  }

  /** Throws `FileStopped` when something ended the file. */
  check(): void {
    if (this.#stopped !== undefined) throw this.#stopped;
    this.#checkSizes();
  }

  end(): void {
    this.#parser.close();
    this.check();
    if (this.#status !== '' && this.#status.toUpperCase() !== 'OK') throw this.#sourceError();
    if (this.#hasContent) return;
    const message = 'The answer holds no list and no record that is known, such as <Times> or <Invoice>.';
    throw stopFile(this.#file, 'unknownResource', message, { line: this.#parser.line });
  }

  #enter(name: string): void {
    this.#lastEvent = this.#parser.position;
    if (this.#stopped !== undefined) return;
    this.#depth += 1;
    if (this.#depth > this.#limits.depthMax) {
      this.#stop('tooDeep', `Elements are nested more than ${this.#limits.depthMax} deep.`);
      return;
    }
    if (this.#depth === 1) {
      if (name !== 'Response') {
        const message = `The outermost element is <${name.slice(0, 40)}>; a WorkflowMax answer begins with <Response>.`;
        this.#stop('unknownResource', message);
      }
      return;
    }
    if (!this.#isInRecord) {
      const isList = this.#depth === 2 && lists.has(name);
      if (isList) {
        this.#list = name;
        this.#hasContent = true;
        return;
      }
      this.#isInRecord = true;
      this.#recordStart = this.#parser.position;
      this.#recordElements = 0;
      this.#open.length = 0;
    }
    this.#recordElements += 1;
    if (this.#recordElements > this.#limits.recordElementsMax) {
      this.#stop('fieldTooLong', `This record has more than ${this.#limits.recordElementsMax} elements.`);
      return;
    }
    this.#open.push({ name, line: this.#parser.line, text: '', children: [] });
  }

  #leave(): void {
    this.#lastEvent = this.#parser.position;
    if (this.#stopped !== undefined) return;
    this.#depth -= 1;
    const closed = this.#open.pop();
    if (closed === undefined) {
      this.#list = undefined;
      return;
    }
    const parent = this.#open.at(-1);
    if (parent !== undefined) {
      parent.children.push(closed);
      return;
    }
    this.#isInRecord = false;
    if (this.#list === undefined && closed.children.length === 0) {
      this.#note(closed);
      return;
    }
    this.#hasContent = true;
    this.#records.push({ element: closed, list: this.#list });
  }

  /** Elements that only hold text tell of the answer itself: its status, its page. */
  #note(element: XmlElement): void {
    if (element.name === 'Status') {
      this.#status = element.text.trim();
      this.#statusLine = element.line;
    } else if (element.name === 'ErrorDescription' || element.name === 'Message')
      this.#description = element.text.trim();
  }

  #add(text: string): void {
    this.#lastEvent = this.#parser.position;
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #checkSizes(): void {
    const { position, line } = this.#parser;
    if (position - this.#lastEvent > this.#limits.fieldLengthMax * 16) {
      const message = `After line ${line} comes a text or tag of more than ${this.#limits.fieldLengthMax * 16} characters.`;
      throw stopFile(this.#file, 'fieldTooLong', message, { line });
    }
    if (this.#isInRecord && position - this.#recordStart > this.#limits.recordLengthMax) {
      const message = `The record around line ${line} is longer than ${this.#limits.recordLengthMax} characters.`;
      throw stopFile(this.#file, 'fieldTooLong', message, { line });
    }
  }

  #take(): XmlRecord[] {
    const taken = this.#records;
    this.#records = [];
    return taken;
  }

  #sourceError(): FileStopped {
    const said = this.#description === '' ? '' : ` and says ${quoted(this.#description)}`;
    const message = `WorkflowMax answered with status ${quoted(this.#status)}${said}. Fetch the answer again.`;
    return stopFile(this.#file, 'sourceError', message, { line: this.#statusLine });
  }

  #stop(code: ProblemCode, message: string): void {
    const { line, columnIndex } = this.#parser;
    this.#stopped ??= stopFile(this.#file, code, message, { line, column: columnIndex + 1 });
  }
}

function wellFormed(message: string): string {
  const what = message.replace(/^(?:[^:\s]*:)?\d+:\d+:\s*/, '').replace(/\.$/, '');
  return `The XML is damaged or cut off here: ${what}. Save the answer again in full.`;
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The records of a list inside a record: `<Tasks><Task>…`. Some answers repeat the list's name for its records. */
export function childrenIn(element: XmlElement, list: string, item: string): XmlElement[] {
  return element.children
    .filter((child) => child.name === list)
    .flatMap((child) => child.children)
    .filter((child) => child.name === item || child.name === list);
}
