import { padEnd, textWidth } from './text-width.ts'

type Block = readonly string[]

const gap = 2

/** Sets blocks beside each other where they fit and beneath each other where they do not, in their order. */
export function sideBySide(blocks: readonly Block[], width: number): readonly string[] {
  const bands: Block[] = []
  for (const block of blocks) {
    const above = bands.at(-1)
    const fits = above !== undefined && blockWidth(above) + gap + blockWidth(block) <= width
    if (fits) bands.splice(-1, 1, joined(above, block))
    else bands.push(block)
  }
  return bands.flat()
}

function joined(left: Block, right: Block): Block {
  const width = blockWidth(left) + gap
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${padEnd(left[index] ?? '', width)}${right[index] ?? ''}`.trimEnd(),
  )
}

const blockWidth = (block: Block): number => Math.max(0, ...block.map(textWidth))
