import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter, useRouterState } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';
import { guides } from 'virtual:guides';
import type { Guide } from 'virtual:guides';
import { MissingPage } from '../../shell/FaultPage.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import classes from './guide.module.css';

/** One guide, as it was written, with its contents beside it. */
export function GuidePage() {
  const { guideName } = useParams({ strict: false });
  const guide = guides.find(({ name }) => name === guideName);
  return guide === undefined ? <MissingPage /> : <Shown key={guide.name} guide={guide} />;
}

function Shown({ guide }: { guide: Guide }) {
  const { history } = useRouter();
  useCommands([
    { label: 'Find in the guides', key: '/', onChoose: () => history.push('/help') },
    { label: 'Print this guide', key: 'p', onChoose: () => window.print() },
  ]);
  return (
    <>
      <title>{`Help: ${guide.title} · Workledger`}</title>
      <PageHeader title={guide.title} back={{ href: '/help', label: 'Help' }} />
      <PageBody>
        <div className={classes.columns}>
          <Contents guide={guide} />
          <Text guide={guide} />
        </div>
      </PageBody>
    </>
  );
}

function Contents({ guide: { name, tasks } }: { guide: Guide }) {
  return (
    <nav aria-label="In this guide" className={classes.contents}>
      <ul>
        {tasks.map(({ id, title }) => (
          <li key={id}>
            <AppLink href={`/help/${name}#${id}`}>{title}</AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The text is made of the repository's own documents while the pages are built, and holds no HTML of theirs. */
function Text({ guide }: { guide: Guide }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['help', guide.name],
    queryFn: async () => (await guide.read()).html,
    staleTime: Infinity,
  });
  const text = useRef<HTMLElement>(null);
  useFollowing(text, data);
  const anchor = useRouterState({ select: ({ location }) => location.hash });
  useEffect(() => {
    if (data === undefined || anchor === '') return;
    document.getElementById(decodeURIComponent(anchor))?.scrollIntoView();
  }, [data, anchor]);
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <article aria-busy="true" />;
  return <article ref={text} className={classes.text} dangerouslySetInnerHTML={{ __html: data }} />;
}

/** Links of the text stay inside the app, as all others do. */
function useFollowing(text: RefObject<HTMLElement | null>, html: string | undefined): void {
  const { history } = useRouter();
  useEffect(() => {
    const element = text.current;
    if (element === null || html === undefined) return;
    const follow = (event: MouseEvent) => {
      const href = (event.target as HTMLElement).closest('a:not([target])')?.getAttribute('href');
      const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (!isPlain || !href?.startsWith('/')) return;
      event.preventDefault();
      history.push(href);
    };
    element.addEventListener('click', follow);
    return () => element.removeEventListener('click', follow);
  }, [text, html, history]);
}
