// Reads the files named as arguments, one article each, and prints how many quotations compromise
// finds in all of them together.
import { readFileSync } from 'node:fs'
import nlp from 'compromise'

let found = 0
for (const file of process.argv.slice(2)) {
  found += nlp(readFileSync(file, 'utf8')).quotations().length
}
console.log(found)
