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
        pages.Read(Path, static request => Task.FromResult(Show(request, request.Site.Program)));
        pages.Read("/programs/{version}", static request => Task.FromResult(VersionOf(request) is { } version ? Show(request, version) : Gone(request)));
        pages.Read("/programs/{version}/program.json", static request => Task.FromResult(VersionOf(request) is { } version
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(ProgramJson.Write(version)), "application/json", $"{version.Id}-{version.Version}.json")
            : Gone(request)));
        pages.Read("/programs/{version}/findings.csv", static request => Task.FromResult(VersionOf(request) is { } version
            ? new CsvResult("findings", ["Severity", "Code", "Path", "Message", "Remedy"], ProgramAnalysis.Of(version, request.Words).Findings.Select(static one =>
                (IReadOnlyList<object?>)[one.Severity.ToString(), one.Code, one.Path, one.Message, one.Remedy]).ToAsyncEnumerable())
            : Gone(request)));
        pages.Read(AuditPath, static request => Task.FromResult(ShowAudit(request, null)));
        pages.Decide("/audit/run", DashboardPermission.Review, static async form => ShowAudit(
            form.Request, await form.Request.Engine.Operations.VerifyAsync(form.Request.Aborted).ConfigureAwait(false)));
    }

    private static IResult Show(DashboardRequest request, ReferralProgram version) => PageResult.Of(request, "programs.title", Path, ProgramsPage.Of(new ProgramFound
    {
        Request = request,
        Version = version,
        Versions = [.. request.Site.Versions.Reverse()],
        Terms = [ProgramTerms.Of(version, Side.Referrer, request.Words), ProgramTerms.Of(version, Side.Referee, request.Words)],
        Analysis = ProgramAnalysis.Of(version, request.Words),
        Json = ProgramJson.Write(version),
    }));

    private static IResult ShowAudit(DashboardRequest request, IReadOnlyList<AuditFinding>? findings) =>
        PageResult.Of(request, "audit.title", AuditPath, AuditPage.Of(request, findings));

    private static ReferralProgram? VersionOf(DashboardRequest request) =>
        int.TryParse((string?)request.Context.Request.RouteValues["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? request.Site.Versions.FirstOrDefault(version => version.Version == number) : null;

    private static IResult Gone(DashboardRequest request) =>
        PageMap.Note(request, "form.gone.title", request.Texts["form.gone"], StatusCodes.Status404NotFound);
}

/// <summary>A version of the program with all that can be read of it.</summary>
internal sealed record ProgramFound
{
    internal required DashboardRequest Request { get; init; }

    internal required ReferralProgram Version { get; init; }

    /// <summary>All versions, the latest first.</summary>
    internal required IReadOnlyList<ReferralProgram> Versions { get; init; }

    /// <summary>The terms as the referrer reads them, and as the friend does.</summary>
    internal required IReadOnlyList<ProgramTerms> Terms { get; init; }

    internal required ProgramAnalysis Analysis { get; init; }

    internal required string Json { get; init; }
}
