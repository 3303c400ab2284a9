import { SendDrawer } from '../mail/SendDrawer.tsx';
import type { QuoteDialogProps } from './dialog-props.ts';
import { useQuoteActs } from './useQuoteActs.tsx';

export default function SendQuote({ quote, opened, onClose }: QuoteDialogProps) {
  const { savePdf } = useQuoteActs(quote);
  return (
    <SendDrawer
      sendable={{ document: 'quote', id: quote.id }}
      name={`quote ${quote.number ?? ''}`}
      changes={['quotes']}
      opened={opened}
      onClose={onClose}
      onSavePdf={savePdf}
    />
  );
}
