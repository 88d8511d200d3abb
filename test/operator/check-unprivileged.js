// A process without privileges that checks, with what was built, whether a path can be written to, and prints the
// complaint or null. In JavaScript, since node runs it as it is.
//
//     node check-unprivileged.js <path>

import { checkWritable } from '../../dist/operator/write-whole.js'

const nobody = 65_534

// Given up only now: nobody need be able to read the files that this process loads.
if (process.getuid() === 0) {
  process.setgroups([])
  process.setgid(nobody)
  process.setuid(nobody)
}
const complaint = await checkWritable(process.argv[2]).then(
  () => null,
  ({ message }) => message,
)
process.stdout.write(JSON.stringify(complaint))
