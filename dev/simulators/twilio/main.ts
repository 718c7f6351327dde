/** `node dev/simulators/twilio/main.ts [port]`: Twilio's numbers, played, with one account to join with. */
import { exampleAccount } from './example.ts'
import { startTwilioSimulator } from './simulator.ts'

const simulator = await startTwilioSimulator({
  port: Number(process.argv[2] ?? 7073),
  accounts: [exampleAccount],
})
console.log(`
Twilio, played
  Address      ${simulator.origin}  (ROLLCALL_OUTBOUND_ALLOW=127.0.0.1 npm start)
  Account SID  ${exampleAccount.sid}
  Auth token   ${exampleAccount.authToken}
  Numbers      ${exampleAccount.numbers.length}, until Ctrl-C
`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => simulator.stop().finally(() => process.exit(0)))
}
