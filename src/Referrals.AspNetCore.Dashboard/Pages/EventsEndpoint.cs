using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Referrals.AspNetCore.Dashboard.Requests;
using Referrals.Events;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Events that failed too often and were set aside, and bringing them back.</summary>
internal static class EventsEndpoint
{
    internal const string Path = "/events";

    /// <summary>How many are shown: those that follow come once these are delivered.</summary>
    private const int Rows = 100;

    internal static void Map(PageMap pages)
    {
        pages.Read(Path, async request => PageResult.Of(
            request, "events.title", Path, EventsPage.Of(request, await SetAsideAsync(request, Rows).ConfigureAwait(false))));
        pages.Read("/events/letters.csv", static request => Task.FromResult<IResult>(new CsvResult(
            "events", ["Event", "Type", "Subject", "At", "Attempts"], RowsAsync(request, request.Aborted))));
        pages.Decide("/events/retry", DashboardPermission.Review, RetryAsync);
    }

    /// <summary>Whether the application publishes events at all.</summary>
    internal static bool ArePublished(DashboardRequest request) =>
        request.Context.RequestServices.GetRequiredService<IOptions<ReferralsOptions>>().Value.Outbox is not null;

    internal static async Task<IReadOnlyList<ReferralEvent>> SetAsideAsync(DashboardRequest request, int most)
    {
        var letters = new List<ReferralEvent>();
        if (ArePublished(request))
        {
            await foreach (var letter in request.Engine.Events.ReadDeadLettersAsync(request.Aborted).Take(most).ConfigureAwait(false))
            {
                letters.Add(letter);
            }
        }

        return letters;
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(
        DashboardRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!ArePublished(request))
        {
            yield break;
        }

        await foreach (var letter in request.Engine.Events.ReadDeadLettersAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return [letter.Id, letter.Type, letter.Subject, letter.Time, letter.Attempt];
        }
    }

    private static async Task<IResult> RetryAsync(DashboardForm form)
    {
        var request = form.Request;
        var done = 0;
        foreach (var id in form.All("item").Select(request.Site.Unseal).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            done += await request.Engine.Events.RetryAsync(id, request.Aborted).ConfigureAwait(false) ? 1 : 0;
        }

        return PageResult.SeeOther(request, Path + FormOutcome.After(done, []));
    }
}
