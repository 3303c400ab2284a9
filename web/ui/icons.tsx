// The few signs in use, drawn on a grid of 16 with one stroke. All are decoration: what they mean stands beside them or
// in the label of their button.

const paths = {
  wip: 'M2.5 4h11M2.5 8h7M2.5 12h9',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM13.5 13.5l-3.2-3.2',
  chevronDown: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  chevronRight: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  chevrons: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  arrowUp: 'M8 13V3.5M4.5 7 8 3.5 11.5 7',
  arrowDown: 'M8 3v9.5M4.5 9 8 12.5 11.5 9',
  arrowLeft: 'M13 8H3.5M7 4.5 3.5 8 7 11.5',
  calendar: 'M3 4.5h10v8.5H3zM3 7.5h10M5.5 2.5v2M10.5 2.5v2',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  download: 'M8 2.5v7.5M5 7.2l3 3 3-3M3 13h10',
  filter: 'M2.5 4.5h11M4.5 8h7M6.5 11.5h3',
  view: 'M4 2.5h8v11L8 10.7 4 13.5z',
  camera: 'M2 5h3l1-1.8h4L11 5h3v8H2zM8 11a2.3 2.3 0 1 0 0-4.6A2.3 2.3 0 0 0 8 11Z',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3.5 8.5 3 3 6-7',
  clock: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM8 5v3.2l2 1.3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sun: 'M8 10.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1',
  warning: 'M8 2.8 14 13.2H2zM8 6.8v3M8 11.6v.1',
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  pulse: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.5 13V9.5h3V13',
  receipt: 'M3.5 2.5h9v11l-2.2-1.5L8 13.5 5.7 12l-2.2 1.5zM6 5.5h4M6 8.5h4',
  people:
    'M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.8 13c.2-2.4 1.9-3.8 4.2-3.8s4 1.4 4.2 3.8M10.4 3a2.3 2.3 0 0 1 0 4.3M12 9.5c1.3.5 2.1 1.7 2.3 3.5',
  job: 'M2.5 5h11v8h-11zM6 5V3h4v2M2.5 8.5h11',
  quote: 'M4 2.5h5.5L12 5v8.5H4zM9.2 2.5V5.3H12M6.2 8h3.6M6.2 10.5h3.6',
  run: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M13.5 3.2v3.3h-3.3M6.8 5.8v4.4L10.2 8z',
  invoice: 'M3.5 2.5h9v11h-9zM6 5.5h4M6 8h4M6 10.5h2',
  payment: 'M2 4.5h12v7.5H2zM2 7h12M4.5 9.8h2',
  chart: 'M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6.5',
  lock: 'M3.8 7.2h8.4v6H3.8zM5.5 7.2V5.3a2.5 2.5 0 0 1 5 0v1.9',
  upload: 'M8 10.5V3M5 5.8l3-3 3 3M3 13h10',
  settings: 'M2.5 5h6M11.5 5h2M10 3.5v3M2.5 11h2M7.5 11h6M6 9.5v3',
  more: 'M3.5 8h.1M8 8h.1M12.4 8h.1',
  plus: 'M8 3v10M3 8h10',
  pencil: 'm3 13 .6-2.8 7-7 2.2 2.2-7 7zM9.4 4.4l2.2 2.2',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
  question:
    'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM6.3 6.4a1.7 1.7 0 1 1 2.6 1.5c-.6.3-.9.6-.9 1.2M8 11v.1',
  sidebar: 'M2.5 3h11v10h-11zM6.2 3v10',
  external: 'M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5',
  play: 'M5 3.5v9l7-4.5z',
  rate: 'M8 2.5v11M11 5.2C10.6 4.2 9.4 3.7 8 3.7c-1.7 0-3 .8-3 2.1 0 3 6.2 1.4 6.2 4.3 0 1.3-1.4 2.2-3.2 2.2-1.6 0-2.9-.6-3.3-1.8',
  staff: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3.2 13.5c.2-2.6 2.1-4 4.8-4s4.6 1.4 4.8 4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none' }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
