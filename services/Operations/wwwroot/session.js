// Signing in by authorization code with PKCE (RFC 7636). The token lives in this module and nowhere else: a reload signs in
// again, without a question while the session at the identity service lasts.
const client = 'operations-page';
const home = new URL('/operations/', location.href).href;
let token = null;

const base64Url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

/** Goes to the identity service and does not come back here. */
async function leaveToSignIn() {
  const [state, verifier] = [random(), random()];
  sessionStorage.setItem('sign-in', JSON.stringify({ state, verifier }));
  const challenge = base64Url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.assign('/connect/authorize?' + new URLSearchParams({
    client_id: client, response_type: 'code', redirect_uri: home, scope: 'openid', state, code_challenge: challenge, code_challenge_method: 'S256',
  }));
  return new Promise(() => {});
}

/** Returns once there is a token; throws with a text for people where the sign-in was refused. */
export async function signIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('code') && !answer.has('error')) return leaveToSignIn();
  const begun = JSON.parse(sessionStorage.getItem('sign-in') ?? 'null');
  sessionStorage.removeItem('sign-in');
  history.replaceState(null, '', home);
  if (answer.has('error')) throw new Error(`Masuk ditolak (${answer.get('error')}).`);
  if (!begun || begun.state !== answer.get('state')) return leaveToSignIn();
  const response = await fetch('/connect/token', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: client, redirect_uri: home, code: answer.get('code'), code_verifier: begun.verifier }),
  });
  if (!response.ok) throw new Error('Masuk gagal; muat ulang halaman ini.');
  token = (await response.json()).access_token;
}

export function signOut() {
  token = null;
  location.assign('/connect/endsession?' + new URLSearchParams({ client_id: client, post_logout_redirect_uri: home }));
}

/** The answer's JSON; throws with what the problem details say. */
export async function ask(path, method = 'GET') {
  const response = await fetch(path, { method, headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' } });
  if (response.status === 401) return leaveToSignIn();
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(body.detail ?? body.title ?? `HTTP ${response.status}`), { status: response.status });
  return body;
}
