using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Referrals.AspNetCore.Dashboard.Requests;
using Referrals.Explanations;
using Referrals.Serialization;
using Referrals.Simulation;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Changes of a program that is kept in the store: its editor with trial, publication, withdrawal, pauses, ends, and who changed what.</summary>
internal static class PublishingEndpoint
{
    internal const string EditPath = "/programs/edit", RevisionField = "revision";

    /// <summary>How many days a trial takes unless told otherwise, and at most.</summary>
    internal const int DaysOfTrial = 90, MostDays = 3_660;

    /// <summary>How many changes the page shows; the file has all.</summary>
    internal const int Changes = 20;

    private const int Chunk = 200, People = 10;

    private static readonly LocalDateTimePattern Moment = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    internal static void Map(PageMap pages)
    {
        pages.Read(EditPath, DashboardPermission.Publish, ShowEditorAsync);
        pages.Decide(EditPath, DashboardPermission.Publish, EditAsync);
        pages.Decide("/programs/steer", DashboardPermission.Publish, SteerAsync);
        pages.Decide("/programs/{version}/publish", DashboardPermission.Publish, PublishAsync);
        pages.Decide("/programs/{version}/withdraw", DashboardPermission.Publish, WithdrawAsync);
        pages.Read("/programs/versions.csv", static async request => IsStored(request) ? await VersionsAsync(request).ConfigureAwait(false) : Gone(request));
        pages.Read("/programs/changes.csv", static request => Task.FromResult(IsStored(request)
            ? new CsvResult(
                "changes", ["At", "By", "Change", "Version", "From", "Why", "Accepted warnings because"], ChangeRowsAsync(request, request.Aborted))
            : Gone(request)));
    }

    /// <summary>Whether programs are kept in the store, and so can be changed here.</summary>
    internal static bool IsStored(DashboardRequest request) => OptionsOf(request).StoredPrograms is not null;

    /// <summary>The latest changes, the newest first.</summary>
    internal static async Task<IReadOnlyList<ProgramChange>> LatestAsync(DashboardRequest request, int take)
    {
        var latest = new Queue<ProgramChange>();
        await foreach (var change in ReadChangesAsync(request, request.Aborted).ConfigureAwait(false))
        {
            latest.Enqueue(change);
            if (latest.Count > take)
            {
                _ = latest.Dequeue();
            }
        }

        return [.. latest.Reverse()];
    }

    /// <summary>
    /// What a review finds about a stored version before somebody publishes it; a trial that the application demands is made at the publication.
    /// </summary>
    internal static async Task<IReadOnlyList<ProgramNote>> FindAsync(DashboardRequest request, ReferralProgram program, bool isDraft) =>
        isDraft && OptionsOf(request).StoredPrograms is { Trial: null }
            ? [.. (await request.Engine.Publishing.ReviewAsync(program.Version, cancellationToken: request.Aborted).ConfigureAwait(false))
                .Select(ProgramNote.Of)]
            : [.. ProgramAnalysis.Of(program, request.Words).Findings.Select(ProgramNote.Of)];

    private static ReferralsOptions OptionsOf(DashboardRequest request) =>
        request.Context.RequestServices.GetRequiredService<IOptions<ReferralsOptions>>().Value;

    /// <summary>The editor with a draft, or with a copy of another version under the next number.</summary>
    private static async Task<IResult> ShowEditorAsync(DashboardRequest request)
    {
        if (!IsStored(request))
        {
            return Gone(request);
        }

        var status = await request.Engine.Publishing.GetAsync(request.Aborted).ConfigureAwait(false);
        var from = int.TryParse(request.Context.Request.Query["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? status.Versions.FirstOrDefault(version => version.Version == number) : status.InForce ?? (status.Versions is [.., var last] ? last : null);
        if (from?.Program is not { } program)
        {
            // The first version of all has nothing to copy.
            var first = new Edited { Request = request, Json = ProgramJson.Write(request.Program), Revision = status.Revision };
            return status.Versions.Count > 0 ? Gone(request) : Editor(first.Read(OptionsOf(request).Rules));
        }

        var json = ProgramJson.Write(program);
        json = from.Stage == ProgramVersionStage.Draft ? json : Renumbered(json, status.Versions[^1].Version + 1);
        return Editor(new Edited { Request = request, Json = json, Revision = status.Revision }.Read(OptionsOf(request).Rules));
    }

    private static async Task<IResult> EditAsync(DashboardForm form)
    {
        var request = form.Request;
        if (!IsStored(request) || RevisionOf(form) is not { } revision)
        {
            return Gone(request);
        }

        var edited = new Edited
        {
            Request = request,
            Json = form["json"],
            Revision = revision,
            Reason = form.Reason,
            Language = form["language"],
            Days = int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? Math.Clamp(days, 1, MostDays) : DaysOfTrial,
        }.Read(OptionsOf(request).Rules);
        if (edited.Program is not { } program)
        {
            return Editor(edited, StatusCodes.Status422UnprocessableEntity);
        }

        return form["verdict"] switch
        {
            "save" => await SaveAsync(form, edited, program).ConfigureAwait(false),
            "try" => Editor(edited with { Trial = await TryAsync(edited, program).ConfigureAwait(false) }),
            "rules" => RulesOf(await SimulateAsync(edited, program).ConfigureAwait(false)),
            "people" => PeopleOf(await SimulateAsync(edited, program).ConfigureAwait(false)),
            _ => Editor(edited),
        };
    }

    private static async Task<IResult> SaveAsync(DashboardForm form, Edited edited, ReferralProgram program)
    {
        var request = form.Request;
        if (EditOf(form, edited.Revision) is not { } edit)
        {
            return Editor(edited with { Message = request.Texts["publishing.reason"] }, StatusCodes.Status422UnprocessableEntity);
        }

        var decision = await request.Engine.Publishing.SaveDraftAsync(program, edit, request.Aborted).ConfigureAwait(false);
        if (decision.IsAccepted)
        {
            return PageResult.SeeOther(request, $"/programs/{program.Version}" + FormOutcome.After(decision));
        }

        // What was written stays in the editor, beside what others have done; saved again, it builds on that.
        var status = await request.Engine.Publishing.GetAsync(request.Aborted).ConfigureAwait(false);
        var refused = await RefusedAsync(request, decision, edited.Revision).ConfigureAwait(false);
        return Editor(edited with { Refused = refused, Revision = status.Revision }, refused.Status);
    }

    /// <summary>What the last days would have come to under the program as it stands in the editor, published or not.</summary>
    private static async Task<Trial> TryAsync(Edited edited, ReferralProgram program)
    {
        var request = edited.Request;
        var report = await SimulateAsync(edited, program).ConfigureAwait(false);
        PersonComparison[] gain = [.. report.People.Where(static one => !one.Difference.IsNegative).Take(People)];
        PersonComparison[] lose = [.. report.People.Where(static one => one.Difference.IsNegative).Take(People)];
        await request.NameAsync(gain.Concat(lose).Select(static one => (CustomerId?)one.Customer)).ConfigureAwait(false);
        return new Trial(report, gain, lose);
    }

    private static ValueTask<SimulationReport> SimulateAsync(Edited edited, ReferralProgram program) => edited.Request.Engine.Operations.SimulateAsync(
        program,
        new SimulationOptions
        {
            From = edited.Request.Now - Duration.FromDays(edited.Days),
            Until = edited.Request.Now,
            Unit = edited.Request.MoneyUnit,
        },
        edited.Request.Aborted);

    private static CsvResult RulesOf(SimulationReport report) => new(
        "trial-rules",
        ["Rule", "Side", "Rewards as it was", "As it was", "Rewards as tried", "As tried", "Change", "Unit"],
        report.Rules.Select(static one => (IReadOnlyList<object?>)
        [
            one.Rule, one.Side.ToString(), one.Then.Rewards, one.Then.Left, one.Now.Rewards, one.Now.Left, one.Difference, one.Unit.Code,
        ]).ToAsyncEnumerable());

    /// <summary>Everybody for whom it would have come out otherwise, not only those who gain or lose most.</summary>
    private static CsvResult PeopleOf(SimulationReport report) => new(
        "trial-people",
        ["Customer", "As it was", "As tried", "Change", "Unit"],
        report.People.Select(static one => (IReadOnlyList<object?>)
        [
            one.Customer.Value, one.Then.Left, one.Now.Left, one.Difference, one.Unit.Code,
        ]).ToAsyncEnumerable());

    private static async Task<CsvResult> VersionsAsync(DashboardRequest request)
    {
        var status = await request.Engine.Publishing.GetAsync(request.Aborted).ConfigureAwait(false);
        return new CsvResult("versions", ["Version", "Stage", "From", "Moves referrals"], status.Versions.Select(static one => (IReadOnlyList<object?>)
        [
            one.Version, one.Stage.ToString(), one.From, one.From is null ? null : one.MovesReferrals ? "yes" : "no",
        ]).ToAsyncEnumerable());
    }

    private static async Task<IResult> PublishAsync(DashboardForm form)
    {
        var request = form.Request;
        if (!IsStored(request) || RevisionOf(form) is not { } revision || VersionOf(request) is not { } version)
        {
            return Gone(request);
        }

        if (EditOf(form, revision) is not { } edit || InstantOf(form) is not (true, var from) || !IsText(form["accepted"], isRequired: false))
        {
            return Missing(request);
        }

        edit = form["accepted"] is { Length: > 0 } why ? edit.AcceptingWarnings(why) : edit;
        return await DoneAsync(form, revision, request.Engine.Publishing.PublishAsync(
            version, edit, from, moveReferrals: form["move"] == "yes", cancellationToken: request.Aborted), $"/programs/{version}").ConfigureAwait(false);
    }

    private static async Task<IResult> WithdrawAsync(DashboardForm form)
    {
        var request = form.Request;
        if (!IsStored(request) || RevisionOf(form) is not { } revision || VersionOf(request) is not { } version)
        {
            return Gone(request);
        }

        return EditOf(form, revision) is { } edit
            ? await DoneAsync(form, revision, request.Engine.Publishing.WithdrawAsync(version, edit, request.Aborted), $"/programs/{version}").ConfigureAwait(false)
            : Missing(request);
    }

    /// <summary>Pauses, resumes, ends or archives the program.</summary>
    private static async Task<IResult> SteerAsync(DashboardForm form)
    {
        var request = form.Request;
        if (!IsStored(request) || RevisionOf(form) is not { } revision)
        {
            return Gone(request);
        }

        if (EditOf(form, revision) is not { } edit || InstantOf(form) is not (true, var from))
        {
            return Missing(request);
        }

        var publishing = request.Engine.Publishing;
        Func<ValueTask<Decision>>? change = form["verdict"] switch
        {
            nameof(ProgramChangeKind.Pause) => () => publishing.PauseAsync(edit, from, request.Aborted),
            nameof(ProgramChangeKind.Resume) => () => publishing.ResumeAsync(edit, from, request.Aborted),
            nameof(ProgramChangeKind.EndSignUps) => () => publishing.EndAsync(edit, conversionsToo: false, from, request.Aborted),
            nameof(ProgramChangeKind.End) => () => publishing.EndAsync(edit, conversionsToo: true, from, request.Aborted),
            nameof(ProgramChangeKind.Archive) => () => publishing.ArchiveAsync(edit, request.Aborted),
            _ => null,
        };
        return change is null ? Gone(request) : await DoneAsync(form, revision, change(), ProgramsEndpoint.Path).ConfigureAwait(false);
    }

    private static async Task<IResult> DoneAsync(DashboardForm form, long revision, ValueTask<Decision> change, string path)
    {
        var request = form.Request;
        Decision decision;
        try
        {
            decision = await change.ConfigureAwait(false);
        }
        catch (ReferralsException exception)
        {
            return PageMap.Note(request, "publishing.refused", exception.Message, StatusCodes.Status503ServiceUnavailable);
        }

        if (decision.IsAccepted)
        {
            return PageResult.SeeOther(request, path + FormOutcome.After(decision));
        }

        var refused = await RefusedAsync(request, decision, revision).ConfigureAwait(false);
        return PageResult.Of(request, "publishing.refused", ProgramsEndpoint.Path, PublishingPage.Refused(request, refused, path), refused.Status);
    }

    /// <summary>Why a change was refused, and what others have changed since the revision that was seen.</summary>
    private static async Task<RefusedChange> RefusedAsync(DashboardRequest request, Decision decision, long revision) => new(
        decision,
        decision.Code == DecisionCodes.ProgramChangedMeanwhile
            ? [.. (await LatestAsync(request, Changes).ConfigureAwait(false)).Where(change => change.Revision >= revision)] : []);

    private static IResult Editor(Edited edited, int status = StatusCodes.Status200OK) =>
        PageResult.Of(edited.Request, "publishing.editor", ProgramsEndpoint.Path, PublishingPage.Editor(edited), status);

    private static IResult Missing(DashboardRequest request) =>
        PageMap.Note(request, "form.missing.title", request.Texts["publishing.reason"], StatusCodes.Status422UnprocessableEntity);

    private static IResult Gone(DashboardRequest request) =>
        PageMap.Note(request, "form.gone.title", request.Texts["form.gone"], StatusCodes.Status404NotFound);

    /// <summary>Who changes it and why; <c>null</c> where the reason is missing, too long or no text.</summary>
    private static ProgramEdit? EditOf(DashboardForm form, long revision) =>
        IsText(form.Reason, isRequired: true) ? ProgramEdit.Of(form.Operator, form.Reason, revision) : null;

    private static bool IsText(string text, bool isRequired) =>
        text.Length <= DashboardForm.MaxReason && (text.Length > 0 || !isRequired) && !text.Any(static c => char.IsControl(c) || char.IsSurrogate(c));

    private static long? RevisionOf(DashboardForm form) =>
        long.TryParse(form[RevisionField], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static int? VersionOf(DashboardRequest request) =>
        int.TryParse((string?)request.Context.Request.RouteValues["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version : null;

    /// <summary>From when on a change shall hold, in the zone of the pages; <c>null</c> for as soon as possible.</summary>
    private static (bool IsRead, Instant? From) InstantOf(DashboardForm form) => form["from"] switch
    {
        "" => (true, null),
        var text when Moment.Parse(text) is { Success: true, Value: var moment } => (true, moment.InZoneLeniently(form.Request.Zone).ToInstant()),
        _ => (false, null),
    };

    /// <summary>The JSON of a version under another number; a first version does not say its own.</summary>
    private static string Renumbered(string json, int version)
    {
        var program = JsonNode.Parse(json)!.AsObject();
        _ = program.Remove("version");
        program.Insert(program.IndexOf("id") + 1, "version", version);
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            program.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
    }

    private static async IAsyncEnumerable<ProgramChange> ReadChangesAsync(
        DashboardRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null; ;)
        {
            var page = await request.Engine.Publishing.ListChangesAsync(cursor, Chunk, cancellationToken).ConfigureAwait(false);
            foreach (var change in page.Items)
            {
                yield return change;
            }

            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> ChangeRowsAsync(
        DashboardRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in ReadChangesAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return [change.OccurredAt, change.By, change.Kind.ToString(), change.Version, change.From, change.Reason, change.Accepted];
        }
    }
}

/// <summary>One thing that was found about a version, wherever it was found.</summary>
internal sealed record ProgramNote(FindingSeverity Severity, string Code, string Path, string Message, string Remedy)
{
    internal static ProgramNote Of(AnalysisFinding finding) => new(finding.Severity, finding.Code, finding.Path, finding.Message, finding.Remedy);

    /// <summary>The gate tells finding and remedy in one text.</summary>
    internal static ProgramNote Of(ReleaseFinding finding) => new(finding.Severity, finding.Code, finding.Path, finding.Message, string.Empty);

    /// <summary>What keeps a text from being a program.</summary>
    internal static ProgramNote Of(ProgramFinding finding) => new(FindingSeverity.Error, finding.Code, finding.Path, finding.Message, string.Empty);
}

/// <summary>A change that was refused, and what others have changed since the revision that it was made on.</summary>
internal sealed record RefusedChange(Decision Decision, IReadOnlyList<ProgramChange> Meanwhile)
{
    internal int Status => Decision.Code == DecisionCodes.ProgramChangedMeanwhile ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
}

/// <summary>What a trial came to, and the people for whom it makes the most.</summary>
internal sealed record Trial(SimulationReport Report, IReadOnlyList<PersonComparison> Gain, IReadOnlyList<PersonComparison> Lose);

/// <summary>The editor: a text that is, or is to become, a version of the program.</summary>
internal sealed record Edited
{
    /// <summary>The languages in which terms can be looked at.</summary>
    internal static readonly IReadOnlyList<string> Languages = ["en", "de", "fr", "es"];

    internal required DashboardRequest Request { get; init; }

    internal required string Json { get; init; }

    /// <summary>The revision on which it builds.</summary>
    internal required long Revision { get; init; }

    internal string Reason { get; init; } = string.Empty;

    /// <summary>The language of the terms; anything that is none of <see cref="Languages"/> is that of the request.</summary>
    internal string Language { get; init; } = string.Empty;

    internal int Days { get; init; } = PublishingEndpoint.DaysOfTrial;

    /// <summary>The version; <c>null</c> for a text that is none.</summary>
    internal ReferralProgram? Program { get; private init; }

    internal IReadOnlyList<ProgramNote> Findings { get; private init; } = [];

    internal RefusedChange? Refused { get; init; }

    internal Trial? Trial { get; init; }

    /// <summary>What is missing beside the text.</summary>
    internal string? Message { get; init; }

    internal ReferralTexts Words => Languages.Contains(Language) ? Request.Site.Options.Words(CultureInfo.GetCultureInfo(Language)) : Request.Words;

    /// <summary>The same with the version that the text says, and with what is to be said about it.</summary>
    internal Edited Read(CustomRules rules)
    {
        try
        {
            var program = ProgramJson.Read(Json, rules);
            return program.Id == Request.Site.Id
                ? this with { Program = program, Findings = [.. ProgramAnalysis.Of(program, Request.Words).Findings.Select(ProgramNote.Of)] }
                : this with
                {
                    Findings =
                    [
                        new ProgramNote(
                            FindingSeverity.Error, "program.invalid_id", "$.id",
                            $"This is a version of '{program.Id}', and the dashboard shows '{Request.Site.Id}'.", "Keep the id."),
                    ],
                };
        }
        catch (ReferralProgramException exception)
        {
            return this with { Findings = [.. exception.Findings.Select(ProgramNote.Of)] };
        }
    }
}
