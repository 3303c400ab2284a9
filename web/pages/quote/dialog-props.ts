import type { Quote } from '../../api/quotes.ts';

export type QuoteDialogProps = { quote: Quote; opened: boolean; onClose: () => void };
