import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runProgram } from './program.ts'

export interface TestCertificates {
  caCertificateFile: string
  certificateFile: string
  keyFile: string
}

/**
 * Makes a certificate authority and a server certificate for `localhost` and 127.0.0.1 in `folder`. The address stands
 * there as a name, because linphone compares it with names only; an address in its own form (RFC 5280 section 4.2.1.6)
 * it refuses.
 */
export async function makeTestCertificates(folder: string): Promise<TestCertificates> {
  await writeFile(
    path.join(folder, 'server.ext'),
    'subjectAltName=DNS:localhost,DNS:127.0.0.1\nextendedKeyUsage=serverAuth\n',
  )
  // Elliptic curve keys: two RSA keys take two seconds.
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await openssl(folder, [
    ...[
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-subj',
      '/CN=Test CA',
      '-days',
      '2',
    ],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  ])
  await openssl(folder, [
    ...['req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost'],
  ])
  await openssl(folder, [
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-days', '2', '-extfile', 'server.ext', '-out', 'server.crt'],
  ])
  return {
    caCertificateFile: path.join(folder, 'ca.crt'),
    certificateFile: path.join(folder, 'server.crt'),
    keyFile: path.join(folder, 'server.key'),
  }
}

async function openssl(cwd: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runProgram('openssl', args, { cwd })
  if (code !== 0) throw new Error(`openssl ${args[0]} failed: ${output}`)
}
