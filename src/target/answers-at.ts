import { Agent, request } from 'undici'

/** Whether anybody answers at an address, whatever they say, and whoever vouches for them. */
export async function answersAt(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  const agent = new Agent({ connectTimeout: 1000, headersTimeout: 5000, connect: { rejectUnauthorized: false } })
  try {
    const { body } = await request(baseUrl, { dispatcher: agent, signal })
    await body.dump()
    return true
  } catch {
    return false
  } finally {
    await agent.destroy()
  }
}
