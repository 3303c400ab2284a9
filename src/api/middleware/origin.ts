import type { FastifyRequest } from 'fastify';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that changes something was sent by a page of another site, with the cookies that the browser adds
 * by itself. Programs send no Origin, and a request with an API key proves itself.
 */
export function comesFromElsewhere(request: FastifyRequest, baseUrl: string | undefined): boolean {
  if (harmless.has(request.method) || request.headers.authorization !== undefined) return false;
  const { origin } = request.headers;
  if (origin === undefined) return request.headers['sec-fetch-site'] === 'cross-site';
  if (baseUrl !== undefined && origin === new URL(baseUrl).origin) return false;
  return !URL.canParse(origin) || withoutUsualPort(new URL(origin).host) !== withoutUsualPort(request.host);
}

function withoutUsualPort(host: string): string {
  return host.replace(/:(80|443)$/, '');
}
