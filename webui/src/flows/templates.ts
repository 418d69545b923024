import { useMemo } from "react";
import { holdsWords } from "@/flows/flow_order";
import { useStarterSummaries } from "@/flows/flows";
import type { Template } from "@/flows/template_grid";
import { useWelcome } from "@/welcome/welcome";

/** The starters with their drawings; those that work now come first. */
export function useTemplates(): Template[] {
  const { data: welcome } = useWelcome();
  const { data: summaries } = useStarterSummaries();
  return useMemo(() => {
    const sketches = new Map(summaries?.map((summary) => [summary.id, summary.thumbnail]));
    return (welcome?.starters ?? [])
      .map((starter) => ({
        id: starter.flow_id,
        name: starter.name,
        description: starter.description,
        worksNow: starter.works_now,
        needsChatModel: starter.needs.includes("chat_model"),
        sketch: sketches.get(starter.flow_id),
      }))
      .sort((a, b) => Number(b.worksNow) - Number(a.worksNow));
  }, [welcome, summaries]);
}

/** Whether every word of `query` occurs in the template's name or description. */
export function isFoundTemplate({ name, description }: Template, query: string): boolean {
  return holdsWords([name, description ?? ""], query);
}
