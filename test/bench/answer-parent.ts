/**
 * Answers what the process that forked this one asks, and ends with it.
 * @param answer a rejection ends the process, which is how the parent learns of it
 */
export function answerParent(answer: (question: never) => Promise<unknown>): void {
  // What does not answer yet still has to end with its parent.
  process.on('disconnect', () => process.exit())
  process.on('message', (question) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are programs of this folder
    void answer(question as never).then((said) => process.send?.(said))
  })
}
