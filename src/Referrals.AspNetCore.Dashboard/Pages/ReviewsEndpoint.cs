using System.Runtime.CompilerServices;
using NodaTime;
using Referrals.AspNetCore.Dashboard.Requests;
using Referrals.Explanations;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The work lists of those who review, and their verdicts, one by one or many at once.</summary>
internal static class ReviewsEndpoint
{
    internal const string ReferralsPath = "/reviews", RewardsPath = "/reviews/rewards";

    /// <summary>How many cases a page holds: each shows both people as they are now.</summary>
    private const int CasesOnPage = 10;

    private const int Page = 200;

    internal static void Map(PageMap pages)
    {
        pages.Read(ReferralsPath, ShowReferralsAsync);
        pages.Read(RewardsPath, ShowRewardsAsync);
        pages.Read("/reviews/referrals.csv", request => Task.FromResult<IResult>(new CsvResult(
            "held-referrals", ["Friend", "Referrer", "Signed up at", "Held since", "Channel", "Held by", "Found", "Decides itself at", "Then"], ReferralRowsAsync(request, request.Aborted))));
        pages.Read("/reviews/rewards.csv", request => Task.FromResult<IResult>(new CsvResult(
            "rewards-in-review", ["Reward", "Owner", "Side", "Rule", "Order", "Granted", "Unit", "Granted at", "Decides itself at", "Then"], RewardRowsAsync(request, request.Aborted))));
        pages.Decide("/reviews/referrals/decide", DashboardPermission.Review, form => DecideAsync(form, ReferralsPath, DecideReferralAsync));
        pages.Decide("/reviews/rewards/decide", DashboardPermission.Review, form => DecideAsync(form, RewardsPath, DecideRewardAsync));
    }

    private static async Task<IResult> ShowReferralsAsync(DashboardRequest request)
    {
        var page = await request.Engine.Reviews.ListHeldReferralsAsync(After(request), CasesOnPage, request.Aborted).ConfigureAwait(false);
        await request.NameAsync(page.Items.SelectMany(static one => (CustomerId?[])[one.Referral.Referee, one.Referral.Referrer])).ConfigureAwait(false);
        var cases = new List<ReviewCase>();
        foreach (var held in page.Items.Where(static one => one.Referral.Referee is not null))
        {
            var (referral, friend) = (held.Referral, held.Referral.Referee!.Value);
            cases.Add(new ReviewCase
            {
                Item = request.Site.Seal(friend.Value),
                Title = request.NameOf(friend),
                Parties =
                [
                    new Party(request.Texts["reviews.friend"], await FriendFactsAsync(request, friend, referral).ConfigureAwait(false)),
                    new Party(request.Texts["reviews.referrer"], await ReferrerFactsAsync(request, referral.Referrer).ConfigureAwait(false)),
                ],
                Evidence = held.Evidence,
                Since = referral.HeldSince,
                Until = referral.ReviewUntil,
                OnSilence = referral.OnSilence,
            });
        }

        return Show(request, ReferralsPath, "/reviews/referrals", cases, page.Next);
    }

    private static async Task<IResult> ShowRewardsAsync(DashboardRequest request)
    {
        var page = await request.Engine.Reviews.ListRewardsInReviewAsync(After(request), CasesOnPage, request.Aborted).ConfigureAwait(false);
        await request.NameAsync(page.Items.SelectMany(static one => (CustomerId?[])[one.Owner, one.Referee])).ConfigureAwait(false);
        var cases = new List<ReviewCase>();
        foreach (var reward in page.Items)
        {
            var owner = reward.Owner is { } person ? request.NameOf(person) : request.Texts["reviews.person.erased"];
            var evidence = await EvidenceAsync(request, reward).ConfigureAwait(false);
            cases.Add(new ReviewCase
            {
                Item = request.Site.Seal(reward.Id.Value),
                Title = request.Texts.Fill("reviews.reward", request.Money(reward.Granted), owner),
                Parties =
                [
                    new Party(request.Texts["reviews.owner"], await ReferrerFactsAsync(request, reward.Owner).ConfigureAwait(false)),
                    new Party(request.Texts["reviews.granted"],
                    [
                        new PartyFact(request.Texts["reviews.granted"], request.Day(reward.GrantedAt)),
                        new PartyFact(request.Texts["reviews.rule"], reward.Rule),
                        new PartyFact(request.Texts["reviews.order"], reward.ConversionId ?? "–"),
                        new PartyFact(request.Texts["reviews.friend"], reward.Referee is { } friend ? request.NameOf(friend) : "–", reward.Referee),
                    ]),
                ],
                Evidence = evidence,
                Since = reward.GrantedAt,
                Until = reward.NextAt,
                OnSilence = reward.Next switch
                {
                    RewardStageReversed => WhenOverdue.Reject,
                    null => null,
                    _ => WhenOverdue.Approve,
                },
            });
        }

        return Show(request, RewardsPath, "/reviews/rewards", cases, page.Next);
    }

    private const Ledger.RewardStage RewardStageReversed = Ledger.RewardStage.Reversed;

    private static IResult Show(DashboardRequest request, string path, string decide, IReadOnlyList<ReviewCase> cases, string? next) => PageResult.Of(
        request,
        "reviews.title",
        ReferralsPath,
        ReviewsPage.Of(new ReviewList
        {
            Request = request,
            Path = path,
            Decide = decide + "/decide",
            Csv = decide + ".csv",
            Cases = cases,
            Next = next,
            Done = FormOutcome.Of(request),
        }));

    /// <summary>What was found about an order, where a reward came from one.</summary>
    private static async Task<IReadOnlyList<Check>> EvidenceAsync(DashboardRequest request, CustomerReward reward)
    {
        if (reward.ConversionId is not { } order)
        {
            return [];
        }

        var decided = await request.Engine.Operations.ListDecisionsOfConversionAsync(order, take: 20, cancellationToken: request.Aborted).ConfigureAwait(false);
        var decision = decided.Items.Select(static one => one.Decision)
            .FirstOrDefault(one => one.Facts.Any(fact => fact.Subject == reward.Id.Value) || one.Grants.Any(grant => grant.Rule == reward.Rule));
        return decision is null ? [] : [.. decision.Explanation.Checks.Where(check => check.Rule is null || check.Rule == reward.Rule).Take(12)];
    }

    private static async Task<IReadOnlyList<PartyFact>> FriendFactsAsync(DashboardRequest request, CustomerId friend, ReferralDetails referral)
    {
        var orders = await request.Engine.ListConversionsAsync(friend, take: 5, cancellationToken: request.Aborted).ConfigureAwait(false);
        var bought = orders.Items.Count == 0 ? request.Texts["reviews.orders.none"]
            : string.Join("; ", orders.Items.Select(order => order.Amount is { } amount ? request.Money(amount) : order.Name)) + (orders.Next is null ? "" : " …");
        return
        [
            new PartyFact(null, request.NameOf(friend), friend),
            .. referral.SignedUpAt is { } at ? [new PartyFact(request.Texts["reviews.signedUp"], request.Time(at))] : Array.Empty<PartyFact>(),
            .. referral.Channel is { } channel ? [new PartyFact(request.Texts["reviews.channel"], channel.ToString())] : Array.Empty<PartyFact>(),
            new PartyFact(request.Texts["reviews.orders"], bought),
        ];
    }

    private static async Task<IReadOnlyList<PartyFact>> ReferrerFactsAsync(DashboardRequest request, CustomerId? referrer)
    {
        if (referrer is not { } person || await request.Engine.FindCustomerAsync(person, request.Aborted).ConfigureAwait(false) is not { } known)
        {
            return [new PartyFact(null, request.Texts["reviews.person.erased"])];
        }

        return
        [
            new PartyFact(null, request.NameOf(person) + (known.Ban is null ? "" : $" ({request.Texts["reviews.banned"]})"), person),
            .. known.EnrolledAt is { } at ? [new PartyFact(request.Texts["reviews.enrolled"], request.Day(at))] : Array.Empty<PartyFact>(),
            new PartyFact(request.Texts["reviews.friends"], request.Count(known.Friends)),
            .. known.Segment is { Length: > 0 } segment ? [new PartyFact(request.Texts["reviews.segment"], segment)] : Array.Empty<PartyFact>(),
        ];
    }

    /// <summary>Decides everything that the form names, each under a key of its own, so that a form that is sent twice decides once.</summary>
    private static async Task<IResult> DecideAsync(
        DashboardForm form, string path, Func<DashboardForm, string, bool, ValueTask<Decision>> decideAsync)
    {
        var request = form.Request;
        string[] things = [.. form.All("item").Select(request.Site.Unseal).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (form["verdict"] is not ("approve" or "reject") || things.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.nothing.chosen"], StatusCodes.Status422UnprocessableEntity);
        }

        if (form.Reason.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.reason.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        var decisions = new List<Decision>();
        foreach (var thing in things)
        {
            decisions.Add(await decideAsync(form, thing, form["verdict"] == "approve").ConfigureAwait(false));
        }

        return PageResult.SeeOther(request, path + FormOutcome.After(decisions));
    }

    private static ValueTask<Decision> DecideReferralAsync(DashboardForm form, string friend, bool isApproved)
    {
        var customer = CustomerId.From(friend);
        var review = isApproved ? ReferralReview.Approve(customer, form.Reason) : ReferralReview.Reject(customer, form.Reason);
        return form.Request.Engine.Reviews.DecideAsync(review.ReportedBy(form.Operator).WithKey(form.KeyOf(friend)), form.Request.Aborted);
    }

    private static ValueTask<Decision> DecideRewardAsync(DashboardForm form, string reward, bool isApproved)
    {
        var choice = RewardReview.Of(RewardId.From(reward));
        var review = isApproved ? choice.Approve(form.Reason) : choice.Reject(form.Reason);
        return form.Request.Engine.Reviews.DecideAsync(review.DecidedBy(form.Operator).WithKey(form.KeyOf(reward)), form.Request.Aborted);
    }

    private static string? After(DashboardRequest request) => request.Cursor("after");

    private static async IAsyncEnumerable<IReadOnlyList<object?>> ReferralRowsAsync(
        DashboardRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null; ;)
        {
            var page = await request.Engine.Reviews.ListHeldReferralsAsync(cursor, Page, cancellationToken).ConfigureAwait(false);
            foreach (var (referral, evidence) in page.Items.Select(static one => (one.Referral, one.Evidence)))
            {
                yield return
                [
                    referral.Referee?.Value, referral.Referrer?.Value, referral.SignedUpAt, referral.HeldSince, referral.Channel?.ToString(),
                    string.Join("; ", referral.HeldBy), string.Join("; ", evidence.Select(check => check.ToText(request.Words))),
                    referral.ReviewUntil, referral.OnSilence?.ToString(),
                ];
            }

            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RewardRowsAsync(
        DashboardRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null; ;)
        {
            var page = await request.Engine.Reviews.ListRewardsInReviewAsync(cursor, Page, cancellationToken).ConfigureAwait(false);
            foreach (var reward in page.Items)
            {
                yield return
                [
                    reward.Id.Value, reward.Owner?.Value, reward.Side.ToString(), reward.Rule, reward.ConversionId, reward.Granted,
                    reward.Granted.Unit.Code, reward.GrantedAt, reward.NextAt, reward.Next?.ToString(),
                ];
            }

            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }
}

/// <summary>A page of cases.</summary>
internal sealed record ReviewList
{
    internal required DashboardRequest Request { get; init; }

    internal required string Path { get; init; }

    internal required string Decide { get; init; }

    internal required string Csv { get; init; }

    internal required IReadOnlyList<ReviewCase> Cases { get; init; }

    internal required string? Next { get; init; }

    internal required IReadOnlyList<string> Done { get; init; }
}

/// <summary>One thing to decide, with all that a reviewer wants to see of it.</summary>
internal sealed record ReviewCase
{
    /// <summary>What the form says, sealed.</summary>
    internal required string Item { get; init; }

    internal required string Title { get; init; }

    internal required IReadOnlyList<Party> Parties { get; init; }

    internal required IReadOnlyList<Check> Evidence { get; init; }

    internal required Instant? Since { get; init; }

    internal required Instant? Until { get; init; }

    internal required WhenOverdue? OnSilence { get; init; }
}

/// <summary>One side of a case.</summary>
internal sealed record Party(string Role, IReadOnlyList<PartyFact> Facts);

/// <summary>Something about one side: its name in words, or a fact with a name; a link where it is a person.</summary>
internal sealed record PartyFact(string? Name, string Value, CustomerId? Person = null);
