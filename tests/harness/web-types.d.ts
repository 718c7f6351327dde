// The generated client names a type of the browser that Node's own types leave out.
declare global {
  type BodyInit = NonNullable<RequestInit['body']>
}

export {}
