import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { SubscriberFilter } from '#features/deployment/subscribers/schema.ts'
import { UserFilter } from '#features/users/schema.ts'
import { deployCommand } from './deploy.ts'
import { people } from './find.ts'
import { chosenOf } from './selection.ts'
import { addShapeOptions, flagOf, givenOf } from './shape-options.ts'
import { subscribersCommand } from './subscribers.ts'
import { usersCommand } from './users.ts'

describe('which records an act is for', () => {
  test('is said by names, by a filter, or by --all', () => {
    expect(chosenOf(people, ['anna'], {}, false)).toEqual({ by: 'names', names: ['anna'] })
    expect(chosenOf(people, [], { search: 'anna' }, false)).toEqual({
      by: 'filter',
      filter: { search: 'anna' },
    })
    expect(chosenOf(people, [], {}, true)).toEqual({ by: 'filter', filter: {} })
  })

  test.each([
    ['nothing', [], {}, false, 'Say which people: each person by id, a filter such as --search, or --all.'],
    ['a name and a filter', ['anna'], { search: 'x' }, false, 'in one way'],
    ['a name and --all', ['anna'], {}, true, 'in one way'],
    ['a filter and --all', [], { search: 'x' }, true, 'in one way'],
    ['a filter by nothing', [], { search: ' ' }, false, '--search is empty.'],
    ['one of two by nothing', [], { property: ['admins'], smsNumber: '' }, false, '--sms-number is empty.'],
  ])('is not guessed: %s', (_what, names, filter, all, sentence) => {
    expect(() => chosenOf(people, names, filter, all)).toThrow(sentence)
  })
})

describe('the flags of fields', () => {
  const parsed = (...args: string[]) => {
    const command = addShapeOptions(
      new Command().exitOverride().configureOutput({ writeErr: () => {} }),
      SubscriberFilter.shape,
    )
    return givenOf(SubscriberFilter.shape, command.parse(args, { from: 'user' }).opts())
  }

  test('take the types of the shape', () => {
    expect(parsed('--search', 'kühn', '--locked', 'yes', '--pin-set', 'no')).toEqual({
      search: 'kühn',
      locked: true,
      pinSet: false,
    })
  })

  test.each([
    [['--locked', 'maybe'], 'Give yes or no.'],
    [['--state', 'lost'], 'Give one of new, queued'],
  ])('refuse what cannot be one: %j', (args, sentence) => {
    expect(() => parsed(...args)).toThrow(sentence)
  })

  test('several words are taken with commas and again', () => {
    const command = addShapeOptions(new Command(), UserFilter.shape)
    const given = command
      .parse(['--property', 'admins,registered', '--property', 'location'], { from: 'user' })
      .opts()
    expect(given).toEqual({ property: ['admins', 'registered', 'location'] })
  })

  test('every filter of a list and of a selection has one; profile and location by their names', () => {
    const flagsOf = (command: Command | undefined) => command?.options.map(({ long }) => long)
    const named = (group: Command, name: string) => group.commands.find((one) => one.name() === name)
    const commands = [
      [deployCommand(), SubscriberFilter.shape],
      [named(subscribersCommand(), 'list'), SubscriberFilter.shape],
      [named(subscribersCommand(), 'delete'), SubscriberFilter.shape],
      [named(usersCommand(), 'list'), UserFilter.shape],
      [named(usersCommand(), 'invite'), UserFilter.shape],
    ] as const
    for (const [command, shape] of commands) {
      const flags = Object.keys(shape).map(
        (field) => `--${flagOf(field).replace(/^(profile|location)-id$/, '$1')}`,
      )
      expect(flagsOf(command)).toEqual(expect.arrayContaining(flags))
    }
  })

  test('no flag takes a password or a PIN', () => {
    for (const command of subscribersCommand().commands) {
      const flags = command.options.map(({ long }) => long).filter((flag) => flag !== '--pin-set')
      expect(flags.join()).not.toMatch(/password|-pin\b/)
    }
  })
})
