// A plain link that stays inside the app. A table shows hundreds at once, so a link costs no more than its element; the
// router hears of it only when it is followed.

import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

type AppLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
  href: string;
  ref?: React.Ref<HTMLAnchorElement>;
};

export function AppLink({ href, children, ...rest }: AppLinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    rest.onClick?.(event as MouseEvent<HTMLAnchorElement>);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
