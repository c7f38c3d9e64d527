// One of a few, side by side.
export function Choice<T extends string | number>(props: {
  label: string
  options: readonly { readonly value: T; readonly text: string }[]
  value: T
  onChange: (value: T) => void
}) {
  return (
    <fieldset className="choice">
      <legend className="choice-label">{props.label}</legend>
      <div className="choice-options">
        {props.options.map((option) => (
          <button
            key={option.value}
            type="button"
            className="choice-option"
            aria-pressed={option.value === props.value}
            onClick={() => props.onChange(option.value)}
          >
            {option.text}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
