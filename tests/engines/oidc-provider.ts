// A small OpenID provider inside the test: discovery, keys, tokens, with switches for what can go wrong. It asks nobody for a password.
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll } from 'vitest'

export type OidcProvider = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the next ID token says; `foreignKey`: signed by somebody else. */
  next: { sub: string; nonce?: string; audience?: string; foreignKey?: boolean; claims?: Record<string, unknown> }
  /** Follows the browser to the provider and gives the address it is sent back to. */
  authorize(address: string): URL
  stop(): void
}

type Asked = { readonly nonce: string; readonly challenge: string; readonly redirect: string }

export async function startOidcProvider(): Promise<OidcProvider> {
  const keys = await generateKeyPair('RS256')
  const foreign = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const codes = new Map<string, Asked>()
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider: OidcProvider = {
    issuer,
    clientId: 'fangyuan',
    clientSecret: 'a secret of the test',
    next: { sub: 'nobody' },
    authorize(address) {
      const { searchParams } = new URL(address)
      const ask = (name: string) => searchParams.get(name) ?? ''
      if (ask('client_id') !== provider.clientId || ask('response_type') !== 'code' || ask('code_challenge_method') !== 'S256')
        throw new Error(`not an authorization request: ${address}`)
      const code = randomBytes(16).toString('hex')
      codes.set(code, { nonce: ask('nonce'), challenge: ask('code_challenge'), redirect: ask('redirect_uri') })
      const back = new URL(ask('redirect_uri'))
      back.search = new URLSearchParams({ code, state: ask('state'), unknown_to_us: 'x' }).toString()
      return back
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
  afterAll(() => provider.stop())

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url === '/.well-known/openid-configuration') return void send(200, description(issuer))
    if (request.url === '/keys') return void send(200, { keys: [jwk] })
    if (request.url !== '/token' || request.method !== 'POST') return void send(404, {})
    let text = ''
    for await (const chunk of request) text += chunk
    const form = new URLSearchParams(text)
    const code = form.get('code') ?? ''
    const asked = codes.get(code)
    codes.delete(code)
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const known = form.get('client_id') === provider.clientId && form.get('client_secret') === provider.clientSecret
    if (!known || asked === undefined || asked.challenge !== proof || asked.redirect !== form.get('redirect_uri'))
      return void send(400, { error: 'invalid_grant' })
    const { sub, nonce = asked.nonce, audience = provider.clientId, foreignKey, claims } = provider.next
    const token = await new SignJWT({ nonce, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(foreignKey ? foreign.privateKey : keys.privateKey)
    send(200, { access_token: 'unused', token_type: 'bearer', expires_in: 300, id_token: token })
  }
  return provider
}

const description = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
})
