import { remember, remembered } from './visit'

/**
 * Gives every step of a runbook a box to tick, and its bar a count. What is
 * ticked is kept for the visit: it belongs to this incident, not to the next.
 */
export function stepBoxes(): void {
  const bar = document.querySelector<HTMLElement>('.sticky[data-done]')
  const steps = [...document.querySelectorAll<HTMLElement>('.step-heading, .steps > li, li.step')]
  if (!bar || steps.length === 0) return
  const name = (step: HTMLElement) => step.id || (step.previousElementSibling?.id ?? '')
  const ticked = new Set(remembered('steps'))
  const boxes = steps.map((step) => {
    const box = tickBox(step, bar.dataset.done ?? '')
    box.checked = ticked.has(name(step))
    return box
  })

  const count = document.createElement('span')
  count.className = 'progress'
  count.setAttribute('role', 'status')
  const reset = document.createElement('button')
  reset.type = 'button'
  reset.className = 'reset'
  reset.textContent = bar.dataset.reset ?? ''
  bar.append(count, reset)

  const show = () => {
    const done = boxes.filter((box) => box.checked).length
    count.textContent = (bar.dataset.progress ?? '').replace('{done}', String(done)).replace('{all}', String(boxes.length))
    reset.hidden = done === 0
    steps.forEach((step, i) => step.classList.toggle('ticked', boxes[i]?.checked))
  }
  const keep = () => {
    remember('steps', steps.filter((_, i) => boxes[i]?.checked).map(name))
    show()
  }
  for (const box of boxes) box.addEventListener('change', keep)
  reset.addEventListener('click', () => {
    for (const box of boxes) box.checked = false
    keep()
    boxes[0]?.focus()
  })
  show()
}

/** Puts a box to tick beside a heading, or at the head of an item of a list. */
function tickBox(step: HTMLElement, word: string): HTMLInputElement {
  const box = document.createElement('input')
  box.type = 'checkbox'
  const label = document.createElement('label')
  label.className = 'tick'
  label.append(box, ' ' + word)
  const heading = step.matches('.step-heading') ? step : step.querySelector(':scope > h3')
  if (heading) {
    const row = document.createElement('div')
    row.className = 'step-row'
    heading.replaceWith(row)
    row.append(heading, label)
    if (heading.id) box.setAttribute('aria-describedby', heading.id)
  } else {
    step.prepend(label)
  }
  return box
}
