// How files are read: the limits that keep a hostile or mistaken file harmless, and the readings a person has confirmed.

export type DateOrder = 'dayMonthYear' | 'monthDayYear';
export type DecimalSeparator = '.' | ',';

export type Limits = {
  /** CSV and XML are read as a stream; their size costs time, not memory. */
  readonly streamedBytesMax: number;
  /** A JSON page is held in memory. */
  readonly jsonBytesMax: number;
  readonly rowsMax: number;
  readonly columnsMax: number;
  readonly fieldLengthMax: number;
  readonly depthMax: number;
  /** The characters of one XML record with everything in it, such as an invoice with its lines. */
  readonly recordLengthMax: number;
  /** The elements of one XML record; the objects and lists of one JSON page. */
  readonly recordElementsMax: number;
  readonly pageObjectsMax: number;
  readonly brokenRowsMax: number;
};

export const defaultLimits: Limits = {
  streamedBytesMax: 2 * 1024 ** 3,
  jsonBytesMax: 64 * 1024 ** 2,
  rowsMax: 10_000_000,
  columnsMax: 500,
  fieldLengthMax: 65_536,
  depthMax: 32,
  recordLengthMax: 16 * 1024 ** 2,
  recordElementsMax: 500_000,
  pageObjectsMax: 1_500_000,
  brokenRowsMax: 1000,
};

/** What a person confirmed about one file or all of them. What is left out is found out from the file. */
export type Readings = {
  readonly dateOrder?: DateOrder;
  readonly decimalSeparator?: DecimalSeparator;
  /** The IANA zone whose civil date an instant in UTC falls on. Without it the date is taken as it is written. */
  readonly timeZone?: string;
  /** Whether the rates of the generic project layout are whole cents (10001 is 100.01) or units. */
  readonly genericRateUnit?: 'cents' | 'units';
};

export type ParseOptions = Readings & {
  /** Readings for single files, by the file's name; they win over those for all. */
  readonly files?: Readonly<Record<string, Readings>>;
  readonly limits?: Partial<Limits>;
};

export function limitsOf(options: ParseOptions): Limits {
  return { ...defaultLimits, ...options.limits };
}

export function readingsFor(file: string, options: ParseOptions): Readings {
  const own =
    options.files !== undefined && Object.hasOwn(options.files, file) ? options.files[file] : undefined;
  return { ...options, ...own };
}
