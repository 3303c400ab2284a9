import type { MantineColorsTuple } from '@mantine/core';
import { Button, Drawer, Input, InputWrapper, Modal, Popover, createTheme } from '@mantine/core';

// One accent. Shade 8 carries white text at more than 4.5:1 in both themes; text in the accent uses the custom
// properties of global.css, which turn lighter on dark.
const petrol: MantineColorsTuple = [
  '#ebf6f7',
  '#d5eaed',
  '#abd4da',
  '#7cbcc6',
  '#55a5b1',
  '#368f9d',
  '#1f7b89',
  '#126977',
  '#0d5c68',
  '#084852',
];

// Greys with a trace of the accent, so that nothing looks like a stranger beside it.
const gray: MantineColorsTuple = [
  '#f7f9f9',
  '#eff2f2',
  '#e3e8e8',
  '#d3dada',
  '#b4bebe',
  '#8b9797',
  '#667272',
  '#4b5656',
  '#333c3c',
  '#1b2222',
];

const dark: MantineColorsTuple = [
  '#dfe5e5',
  '#b9c3c3',
  '#93a0a0',
  '#6b7878',
  '#3a4445',
  '#2a3233',
  '#1d2425',
  '#161b1c',
  '#101415',
  '#0a0d0e',
];

const closeButtonProps = { 'aria-label': 'Close' };

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 8 },
  colors: { petrol, gray, dark },
  black: '#161d1d',
  // The same typeface on every device, so that columns are as wide here as where they were looked at.
  fontFamily:
    "'Inter Variable', 'Inter Fallback', -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        closeButtonProps,
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        closeButtonProps,
        transitionProps: { duration: 140 },
        overlayProps: { backgroundOpacity: 0.2 },
      },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    // Help stands below a field, so that fields side by side stand on one line.
    InputWrapper: InputWrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] },
    }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    // Not by its own extend(), which would bring it to the first page.
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
  },
});
