using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;
using Referrals.AspNetCore.Pages;

namespace Referrals.AspNetCore.Api;

/// <summary>Reads what the API shows of a program and of whoever is signed in.</summary>
internal sealed class ApiReading
{
    private readonly WebSite _site;
    private readonly Page _page;

    internal ApiReading(WebSite site, HttpContext context)
    {
        _site = site;
        _page = new Page(site, context, ApiEndpoints.Path);
        Context = context;
        Engine = site.Engine(context);
    }

    internal HttpContext Context { get; }

    internal ReferralEngine Engine { get; }

    private CancellationToken Aborted => Context.RequestAborted;

    internal ProgramView Program()
    {
        var program = _page.Program;
        return new ProgramView(
            program.Id.Value, program.Version, program.Name, program.IsPaused, _page.LanguageOfWords, OfferOf(Side.Referrer), OfferOf(Side.Referee));

        OfferView OfferOf(Side side)
        {
            var (offer, terms) = (Offer.Of(program, side, _page.Words, _page.Today), ProgramTerms.Of(program, side, _page.Words, _page.Today));
            return new OfferView(
                offer.Headline,
                side == Side.Referrer ? offer.ReferrerGets : offer.RefereeGets,
                terms.ToString(),
                [.. terms.Sections.Select(static section => new TermsSectionView(
                    section.Code, section.Heading, [.. section.Sentences.SelectMany(SentencesOf)]))]);
        }
    }

    internal async ValueTask<ParticipantState> ParticipantAsync(WebCustomer customer)
    {
        if (await Engine.FindCustomerAsync(customer.Id, Aborted).ConfigureAwait(false) is not { } overview)
        {
            return new ParticipantState(IsEnrolled: false, IsBanned: false, Code: null, [], Friends: 0, [], [], []);
        }

        var view = await Engine.GetParticipantAsync(customer.Id, Aborted).ConfigureAwait(false);
        var isBanned = overview.Ban is not null;
        var code = isBanned ? null : overview.Code;
        return new ParticipantState(
            overview.EnrolledAt is not null,
            isBanned,
            code is null ? null : new CodeView(code.Code.Value, code.DisplayCode, code.Link, code.Status.ToString()),
            code is null ? [] : [.. ShareLinks.Of(_page, customer, code).Select(one => new ShareView(
                one.Message.Channel.Value, _page.Texts.NameOf(one.Message.Channel), one.Link, one.Message.Text, one.Message.Subject, one.Message.IntentLink))],
            overview.Friends,
            [.. overview.Balances.Select(balance => new BalanceView(
                View(balance.Available), View(balance.Pending), View(balance.InPayout), View(balance.Owed)))],
            [.. overview.Progress.Where(static rule => rule.Side == Side.Referrer).SelectMany(ProgressOf)],
            [.. view.Refusals.Select(refusal => new RefusalView(
                LocalDatePattern.Iso.Format(refusal.Day), refusal.Code, refusal.ToText(_page.Words)))]);
    }

    internal async ValueTask<FriendsPage> FriendsAsync(WebCustomer customer, string? after, int take)
    {
        var page = await Engine.ListFriendsAsync(customer.Id, after, take, _site.Options.FriendLabels, Aborted).ConfigureAwait(false);
        return new FriendsPage(
            [.. page.Items.Select(friend => new FriendView(
                friend.Label, friend.Stage.ToString(), DayOf(friend.Since), Shown(friend.Reason), friend.ToText(_page.Words),
                [.. ShareLinks.Earned(friend).Select(View)]))],
            page.Next);
    }

    internal async ValueTask<RewardsPage> RewardsAsync(WebCustomer customer, string? after, int take)
    {
        var page = await Engine.ListRewardsAsync(customer.Id, after, take, Aborted).ConfigureAwait(false);
        return new RewardsPage(
            [.. page.Items.Select(reward => new RewardView(
                View(reward.Granted),
                DayOf(reward.GrantedAt)!,
                reward.Stage.ToString(),
                reward.WaitsForReview,
                View(reward.Available),
                View(reward.Reversed),
                reward.Next?.ToString(),
                reward.NextAt is { } at ? InstantPattern.General.Format(at) : null,
                Shown(reward.Reason)))],
            page.Next);
    }

    /// <summary>Which guard holds or refused somebody is for the operator: whoever knows it knows what to avoid next time.</summary>
    private static string? Shown(string? reason) => reason?.StartsWith("guard.", StringComparison.Ordinal) == true ? null : reason;

    private static IEnumerable<string> SentencesOf(TermsSentence sentence) => sentence.Table is { } table
        ? [sentence.Text, .. table.Rows.Select(static row => string.Join(": ", row))]
        : [sentence.Text];

    private IEnumerable<ProgressView> ProgressOf(RuleProgress rule)
    {
        if (rule.Steps is { } steps)
        {
            yield return new ProgressView(rule.Rule, steps.Reached, steps.NextFrom, null);
        }

        foreach (var limit in rule.Limits)
        {
            yield return new ProgressView(
                rule.Rule, limit.Used, null, limit.Cap.Amount is { } cap ? View(Amount.Rounded(limit.Left, cap.Unit, RoundingMode.Down)) : null);
        }
    }

    /// <summary>The day in the program's zone. The time of day would tell a referrer when a friend bought.</summary>
    private string? DayOf(Instant? at) => at is { } known ? LocalDatePattern.Iso.Format(known.InZone(_page.Program.Zone).Date) : null;

    private AmountView View(Amount amount) => new(amount.Value, amount.Unit.Code, _page.Written(amount));
}
