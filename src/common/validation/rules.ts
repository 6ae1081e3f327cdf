import { ValidateBy } from 'class-validator';

/** A rule that no decorator of class-validator is. */
export const rule = (
  name: string,
  message: string,
  validate: (value: unknown) => boolean,
): PropertyDecorator => ValidateBy({ name, validator: { validate, defaultMessage: () => message } });

/** Something other than white space. */
export const NotBlank = (): PropertyDecorator =>
  rule('notBlank', 'must not be blank', (value) => typeof value === 'string' && value.trim() !== '');
