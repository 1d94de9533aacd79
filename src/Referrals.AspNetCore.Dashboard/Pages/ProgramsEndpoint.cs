using System.Globalization;
using Referrals.AspNetCore.Dashboard.Requests;
using Referrals.Operations;
using Referrals.Serialization;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The program and its versions as they read, and the audit of its books.</summary>
internal static class ProgramsEndpoint
{
    internal const string Path = "/programs", AuditPath = "/audit";

    internal static void Map(PageMap pages)
    {
        pages.Read(
            Path,
            static async request => await ShowAsync(request, await FindAsync(request, null).ConfigureAwait(false), isWhole: true).ConfigureAwait(false));
        pages.Read("/programs/{version}", ForVersion(static (request, found) => ShowAsync(request, found, isWhole: false)));
        pages.Read("/programs/{version}/program.json", ForVersion(static (_, found) => Task.FromResult(
            Results.File(System.Text.Encoding.UTF8.GetBytes(ProgramJson.Write(found.Version)), "application/json", $"{found.Version.Id}-{found.Version.Version}.json"))));
        pages.Read("/programs/{version}/findings.csv", ForVersion(static async (request, found) =>
        {
            var findings = await PublishingEndpoint.FindAsync(request, found.Version, found.IsDraft).ConfigureAwait(false);
            return new CsvResult("findings", ["Severity", "Code", "Path", "Message", "Remedy"], findings.Select(static one =>
                (IReadOnlyList<object?>)[one.Severity.ToString(), one.Code, one.Path, one.Message, one.Remedy]).ToAsyncEnumerable());
        }));
        pages.Read(AuditPath, static request => Task.FromResult(ShowAudit(request, null)));
        pages.Decide("/audit/run", DashboardPermission.Review, static async form =>
        {
            var findings = await form.Request.Engine.Operations.VerifyAsync(form.Request.Aborted).ConfigureAwait(false);
            return form["verdict"] != "file" ? ShowAudit(form.Request, findings) : new CsvResult("audit", ["Code", "Record", "What was found"], findings.Select(
                static one => (IReadOnlyList<object?>)[one.Code, one.Subject, one.Message]).ToAsyncEnumerable());
        });
    }

    private static async Task<IResult> ShowAsync(DashboardRequest request, Found found, bool isWhole) =>
        PageResult.Of(request, "programs.title", Path, ProgramsPage.Of(new ProgramFound
        {
            Request = request,
            Version = found.Version,
            Versions =
            [
                .. (found.Status?.Versions.Select(static one => one.Version) ?? VersionsOf(request).Select(static one => one.Version)).Reverse(),
            ],
            Status = found.Status,
            Stage = found.Status?.Versions.FirstOrDefault(one => one.Version == found.Version.Version),
            Changes = isWhole && found.Status is not null
                ? await PublishingEndpoint.LatestAsync(request, PublishingEndpoint.Changes).ConfigureAwait(false) : null,
            Terms = [ProgramTerms.Of(found.Version, Side.Referrer, request.Words), ProgramTerms.Of(found.Version, Side.Referee, request.Words)],
            Findings = await PublishingEndpoint.FindAsync(request, found.Version, found.IsDraft).ConfigureAwait(false),
            Json = ProgramJson.Write(found.Version),
        }));

    private static IResult ShowAudit(DashboardRequest request, IReadOnlyList<AuditFinding>? findings) =>
        PageResult.Of(request, "audit.title", AuditPath, AuditPage.Of(request, findings));

    private static Func<DashboardRequest, Task<IResult>> ForVersion(Func<DashboardRequest, Found, Task<IResult>> show) => async request =>
        int.TryParse((string?)request.Context.Request.RouteValues["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await FindAsync(request, number).ConfigureAwait(false) is { Version: not null } found
            ? await show(request, found).ConfigureAwait(false) : Gone(request);

    /// <summary>A version, drafts and planned ones included where programs are kept in the store; without a number the one in force.</summary>
    private static async Task<Found> FindAsync(DashboardRequest request, int? number)
    {
        if (!PublishingEndpoint.IsStored(request))
        {
            return new Found(number is null ? request.Program : VersionsOf(request).FirstOrDefault(one => one.Version == number)!, null);
        }

        var status = await request.Engine.Publishing.GetAsync(request.Aborted).ConfigureAwait(false);
        return new Found(
            number is null ? status.InForce?.Program ?? request.Program : status.Versions.FirstOrDefault(one => one.Version == number)?.Program!, status);
    }

    private static IReadOnlyList<ReferralProgram> VersionsOf(DashboardRequest request) => request.Engine.Programs.VersionsOf(request.Site.Id);

    private static IResult Gone(DashboardRequest request) =>
        PageMap.Note(request, "form.gone.title", request.Texts["form.gone"], StatusCodes.Status404NotFound);
}

/// <summary>A version of the program, and the program as it is stored where it is.</summary>
internal sealed record Found(ReferralProgram Version, ProgramStatus? Status)
{
    internal bool IsDraft => Status?.Versions.FirstOrDefault(one => one.Version == Version.Version)?.Stage == ProgramVersionStage.Draft;
}

/// <summary>A version of the program with all that can be read of it.</summary>
internal sealed record ProgramFound
{
    internal required DashboardRequest Request { get; init; }

    internal required ReferralProgram Version { get; init; }

    /// <summary>All versions, the latest first.</summary>
    internal required IReadOnlyList<int> Versions { get; init; }

    /// <summary>The program with its calendar; <c>null</c> where it is not kept in the store.</summary>
    internal required ProgramStatus? Status { get; init; }

    /// <summary>What has become of the version; <c>null</c> where the program is not kept in the store.</summary>
    internal required ProgramVersionStatus? Stage { get; init; }

    /// <summary>The latest changes on the page of the program; <c>null</c> on that of a version.</summary>
    internal required IReadOnlyList<ProgramChange>? Changes { get; init; }

    /// <summary>The terms as the referrer reads them, and as the friend does.</summary>
    internal required IReadOnlyList<ProgramTerms> Terms { get; init; }

    internal required IReadOnlyList<ProgramNote> Findings { get; init; }

    internal required string Json { get; init; }
}
