import type { ReactNode } from 'react';
import { AppLink } from './AppLink.tsx';
import { Icon } from './icons.tsx';
import classes from './page-header.module.css';

type PageHeaderProps = {
  title: string;
  /** A quieter part of the title, such as a number. */
  mark?: string;
  under?: ReactNode;
  back?: { href: string; label: string };
  children?: ReactNode;
};

/** The head of a page: where one is, and what can be done here. */
export function PageHeader({ title, mark, under, back, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        {back && (
          <AppLink
            className={classes.back}
            href={back.href}
            aria-label={`Back to ${back.label}`}
            title={back.label}
          >
            <Icon name="arrowLeft" />
          </AppLink>
        )}
        <div className={classes.words}>
          <h1 title={title}>
            {mark !== undefined && <span className={classes.mark}>{mark}</span>}
            {title}
          </h1>
          {under !== undefined && <div className={classes.under}>{under}</div>}
        </div>
      </div>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
