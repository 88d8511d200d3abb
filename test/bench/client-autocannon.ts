import autocannon from 'autocannon'
import { answerParent } from './answer-parent.ts'
import type { ClientQuestion } from './client-questions.ts'
import { body, headers } from './request.ts'
import { rssBytes, spentOn } from './spent.ts'

const manner = {
  method: 'POST',
  // It looks whether it is done only when it takes a sample: once a second, unless told otherwise.
  sampleInt: 20,
  timeout: 600,
} as const

async function shoot(options: Pick<autocannon.Options, 'url' | 'connections' | 'amount' | 'headers' | 'body'>) {
  const { requests } = await autocannon({ ...manner, headers, body, ...options })
  return requests.total
}

answerParent(async (question: ClientQuestion) => {
  switch (question.kind) {
    case 'burst': {
      const { url, users } = question
      return { answered: await shoot({ url, connections: users, amount: users }), releaseUs: null }
    }
    case 'streams':
      throw new Error('autocannon has no HTTP/2 client')
    case 'visits':
      throw new Error('autocannon reads no answers, so it has no way to read them by')
    case 'loop': {
      const { url, connections, requests, token, body: ownBody = body } = question
      const ownHeaders = token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` }
      return spentOn(() => shoot({ url, connections, amount: requests, headers: ownHeaders, body: ownBody }))
    }
    case 'hold': {
      const before = rssBytes()
      // Nobody answers these, so they wait until this process ends.
      void shoot({ url: question.url, connections: question.users, amount: question.users })
      return before
    }
    case 'rss':
      return rssBytes()
  }
})
