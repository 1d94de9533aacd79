using System.Globalization;
using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// Changes the calendar of a program. No change reaches into the past: it takes effect at the earliest a while after it was told, when every
/// instance reads it with each decision. So no decision can be made that the calendar contradicts afterwards, and decisions need no lock.
/// </summary>
internal static class ProgramChangeDecider
{
    internal static Decision Decide(DecisionDraft draft, ProgramChange input)
    {
        var calendar = draft.Read<VersionsState>(StateKeys.Versions) ?? new VersionsState();
        if (calendar.Revision != input.Revision)
        {
            return Refuse(draft, input, DecisionCodes.ProgramChangedMeanwhile, input.Revision, calendar.Revision);
        }

        if (calendar.IsArchived)
        {
            return Refuse(draft, input, DecisionCodes.ProgramArchived, Phrase.Of("value.archived"), Phrase.Of("value.not_archived"));
        }

        var refusal = input.Kind switch
        {
            ProgramChangeKind.Draft => Draft(draft, input, ref calendar),
            ProgramChangeKind.Publish => Publish(draft, input, ref calendar),
            ProgramChangeKind.Withdraw => Withdraw(draft, input, ref calendar),
            ProgramChangeKind.Archive => Archive(draft, input, ref calendar),
            _ => Step(draft, input, ref calendar),
        };
        if (refusal is not null)
        {
            return refusal;
        }

        draft.Write(StateKeys.Versions, calendar with { Revision = checked(calendar.Revision + 1) });
        draft.RecordChange(new Fact
        {
            Kind = FactKind.ProgramChanged,
            OccurredAt = draft.At,
            Subject = Text(input.Version),
            Code = input.Kind.ToString(),
        });
        draft.Tell(Check.Note(DecisionCodes.ProgramChanged, CheckValue.Text(input.By), CheckValue.Text(input.Reason)));
        return draft.Accept(DecisionCodes.ProgramChanged, Text(input.Version));
    }

    private static Decision? Draft(DecisionDraft draft, ProgramChange input, ref VersionsState calendar)
    {
        var version = input.Version!.Value;
        var taken = Math.Max(input.Registered, calendar.Versions.Where(static mark => !mark.IsDraft).Select(static mark => mark.Version).LastOrDefault());
        if (version <= taken)
        {
            return Refuse(draft, input, DecisionCodes.ProgramVersionTaken, (long)version, Phrase.Of("value.above", (long)taken));
        }

        draft.Write(
            StateKeys.StoredProgram(version),
            new StoredProgramState { Version = version, Program = input.Program!, Fingerprint = input.Fingerprint! });
        calendar = calendar.With(new VersionMark { Version = version, Fingerprint = input.Fingerprint!, IsStored = true });
        return null;
    }

    private static Decision? Publish(DecisionDraft draft, ProgramChange input, ref VersionsState calendar)
    {
        if (calendar.Find(input.Version!.Value) is not { IsDraft: true } mark)
        {
            return RefuseVersion(draft, input, "value.draft_version");
        }

        var last = calendar.Versions.LastOrDefault(static one => one.From is not null);
        if (last?.Version > mark.Version)
        {
            return Refuse(draft, input, DecisionCodes.ProgramVersionTaken, (long)mark.Version, Phrase.Of("value.above", (long)last.Version));
        }

        if (RefuseFindings(draft, input) is { } refusal)
        {
            return refusal;
        }

        var from = input.From ?? input.Earliest;
        var earliest = last is null ? input.Earliest : Instant.Max(input.Earliest, last.From!.Value + Duration.FromMilliseconds(1));
        if (from < earliest)
        {
            return RefuseTime(draft, input, from, earliest);
        }

        calendar = calendar.With(mark with { From = from, MovesReferrals = input.MovesReferrals });
        return null;
    }

    /// <summary>What the gate found decides: errors refuse, warnings do until somebody has said why they are accepted.</summary>
    private static Decision? RefuseFindings(DecisionDraft draft, ProgramChange input)
    {
        var gravest = input.Findings.Select(static finding => finding.Severity).DefaultIfEmpty().Max();
        if (gravest == FindingSeverity.Note || (gravest == FindingSeverity.Warning && input.Accepted is not null))
        {
            return null;
        }

        var code = gravest == FindingSeverity.Error ? DecisionCodes.ProgramReviewFailed : DecisionCodes.ProgramReviewOpen;
        draft.Tell(input.Findings.Where(finding => finding.Severity == gravest).Select(finding => Check.Of(
            code, passed: false, CheckValue.Text($"{finding.Code} {finding.Path}"), CheckValue.Text(finding.Message))));
        return draft.Refuse(code, Text(input.Version));
    }

    private static Decision? Withdraw(DecisionDraft draft, ProgramChange input, ref VersionsState calendar)
    {
        if (calendar.Find(input.Version!.Value) is not { IsStored: true, From: { } from } mark)
        {
            return RefuseVersion(draft, input, "value.planned_version");
        }

        if (from < input.Earliest)
        {
            return RefuseTime(draft, input, from, input.Earliest);
        }

        calendar = calendar.With(mark with { From = null, MovesReferrals = false });
        return null;
    }

    private static Decision? Step(DecisionDraft draft, ProgramChange input, ref VersionsState calendar)
    {
        var phase = input.Kind switch
        {
            ProgramChangeKind.Pause => ProgramPhase.Paused,
            ProgramChangeKind.Resume => ProgramPhase.Running,
            ProgramChangeKind.EndSignUps => ProgramPhase.SignUpsEnded,
            ProgramChangeKind.End => ProgramPhase.Ended,
            _ => throw new InvalidOperationException($"A change of kind {input.Kind} is no step of a program."),
        };
        var from = input.From ?? input.Earliest;
        if (from < input.Earliest)
        {
            return RefuseTime(draft, input, from, input.Earliest);
        }

        if (calendar.PhaseAt(from).Phase == phase && calendar.Phases.All(mark => mark.From < from))
        {
            return Refuse(draft, input, DecisionCodes.ProgramPhaseSame, Phrase.Of(Word(phase)), Phrase.Of("value.another_phase"));
        }

        calendar = calendar.With(new PhaseMark { Phase = phase, From = from });
        return null;
    }

    private static Decision? Archive(DecisionDraft draft, ProgramChange input, ref VersionsState calendar)
    {
        var phase = calendar.PhaseAt(draft.At).Phase;
        var isPublished = input.Registered > 0 || calendar.Versions.Any(static mark => !mark.IsDraft);
        if (isPublished && phase != ProgramPhase.Ended)
        {
            return Refuse(draft, input, DecisionCodes.ProgramNotEnded, Phrase.Of(Word(phase)), Phrase.Of(Word(ProgramPhase.Ended)));
        }

        calendar = calendar with { IsArchived = true };
        return null;
    }

    private static string Word(ProgramPhase phase) => phase switch
    {
        ProgramPhase.Running => "value.running_program",
        ProgramPhase.Paused => "value.paused",
        ProgramPhase.SignUpsEnded => "value.sign_ups_ended",
        _ => "value.program_ended",
    };

    private static Decision RefuseVersion(DecisionDraft draft, ProgramChange input, string required) =>
        Refuse(draft, input, DecisionCodes.ProgramVersionUnfit, (long)input.Version!.Value, Phrase.Of(required));

    private static Decision RefuseTime(DecisionDraft draft, ProgramChange input, Instant from, Instant earliest) =>
        Refuse(draft, input, DecisionCodes.ProgramTooSoon, from, Phrase.Of("value.or_later", earliest));

    private static Decision Refuse(DecisionDraft draft, ProgramChange input, string code, CheckValue found, CheckValue required)
    {
        draft.Tell(Check.Of(code, passed: false, found, required));
        return draft.Refuse(code, Text(input.Version));
    }

    private static string? Text(int? version) => version?.ToString(CultureInfo.InvariantCulture);
}
