/** The commands of a block as they are typed: without prompts. */
function commands(block: Element): string {
  const copy = block.cloneNode(true) as Element
  for (const prompt of copy.querySelectorAll('.prompt')) prompt.remove()
  return (copy.textContent ?? '').trim()
}

/** Adds a copy button to every block of code. */
export function copyButtons(): void {
  if (!navigator.clipboard) return
  const label = document.body.dataset.copy ?? ''
  const done = document.body.dataset.copied ?? ''
  for (const block of document.querySelectorAll('pre.copy')) {
    const box = document.createElement('div')
    box.className = 'copy-box'
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = label
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(commands(block))
      button.textContent = done
      setTimeout(() => (button.textContent = label), 1500)
    })
    block.replaceWith(box)
    box.append(block, button)
  }
}
