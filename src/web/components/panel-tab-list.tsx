import { Tabs } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './panel-tab-list.module.css'

/** The tabs of a side panel. The chosen one is scrolled to where they are wider than a phone, also where the page was opened with it. */
export function PanelTabList(props: { label: string; chosen: string; children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: which tab is chosen is read from the page, after it was drawn.
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [props.chosen])
  return (
    <Tabs.List ref={list} aria-label={props.label} mb="md" className={classes.tabs}>
      {props.children}
    </Tabs.List>
  )
}
