using System.Globalization;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Referrals.Codes;
using Referrals.Ledger;
using Referrals.QrCodes;
using Referrals.Sharing;

namespace Referrals.AspNetCore.Pages;

/// <summary>
/// What a participant sees: the offer, link, code and QR code, ways to share, friends, rewards with their state and dates, what did not count
/// and why, balances, terms. It is the same on the page, in the fragment for pages of the host, and in the widget.
/// </summary>
internal sealed class ParticipantContent
{
    /// <summary>How many friends or rewards stand on one page.</summary>
    private const int Take = 20;

    private readonly Page _page;
    private readonly HttpContext _context;
    private readonly ReferralEngine _engine;
    private readonly WebCustomer _customer;
    private readonly Html _html = new();

    private ParticipantContent(Page page, HttpContext context, WebCustomer customer)
    {
        _page = page;
        _context = context;
        _customer = customer;
        _engine = page.Site.Engine(context);
    }

    private PageTexts Texts => _page.Texts;

    private ReferralProgram Program => _page.Site.Program;

    /// <param name="page">The page.</param>
    /// <param name="context">The request.</param>
    /// <param name="customer">Who is signed in.</param>
    /// <param name="fault">What went wrong with a form; <c>null</c> for nothing.</param>
    internal static async ValueTask<Html> WriteAsync(Page page, HttpContext context, WebCustomer customer, string? fault)
    {
        var content = new ParticipantContent(page, context, customer);
        await content.WriteAsync(fault).ConfigureAwait(false);
        return content._html;
    }

    internal static string TitleOf(Page page) => RewardText.Of(page.Site.Program, Side.Referrer, page.Format) is { } reward
        ? PageTexts.Fill(page.Texts.InviteReward, reward)
        : page.Texts.Invite;

    private async ValueTask WriteAsync(string? fault)
    {
        var overview = await _engine.FindCustomerAsync(_customer.Id, _context.RequestAborted).ConfigureAwait(false);
        _ = _html.Add($"<h1>{TitleOf(_page)}</h1>\n{_page.Summary(Side.Referrer)}")
            .AddIf(fault is not null, $"""<p class="referrals-error" role="alert">{fault}</p>""")
            .AddIf(Program.IsPaused, $"""<p class="referrals-state" role="status">{Texts.Paused}</p>""");
        if (overview?.Ban is not null)
        {
            _ = _html.Add($"""<p class="referrals-state" role="status">{Texts.Banned}</p>""");
        }
        else if (overview?.Code is { } code)
        {
            Share(code);
        }
        else if (!Program.IsPaused)
        {
            Join();
        }

        if (overview is not null)
        {
            Balances(overview);
            Progress(overview.Progress);
            await FriendsAsync().ConfigureAwait(false);
            await RewardsAsync().ConfigureAwait(false);
        }

        _ = _html.Add($"{_page.Terms(Side.Referrer)}");
    }

    private void Join() => _html.Add(
        $"""
        <form method="post" action="{_page.Base}{ParticipantPage.JoinPath}" class="referrals-form">
        {_page.Antiforgery()}<button class="referrals-button">{Texts.Join}</button>
        </form>

        """);

    private void Share(ReferrerCode code)
    {
        _ = _html.Add($"<section><h2>{Texts.ShareHeading}</h2>\n");
        if (code.Status != CodeStatus.Usable)
        {
            _ = _html.Add($"""<p class="referrals-state">{Texts.CodeNotUsable}</p>""");
        }

        if (Program.Links is { } links)
        {
            var link = links.Build(code.Code, ShareChannels.Copy);
            var values = ValuesOf(code, link);
            var text = Messages.Render(ShareChannels.Copy, _page.Format.Name, values).Text;
            _ = _html.Add(
                $"""
                <label for="referrals-link">{Texts.YourLink}</label>
                <div class="referrals-link"><input id="referrals-link" type="text" readonly value="{link}">
                <button type="button" class="referrals-button" data-referrals-copy="{link}" data-referrals-done="{Texts.Copied}" hidden>{Texts.Copy}</button>
                <button type="button" class="referrals-button referrals-plain" data-referrals-share="{link}" data-referrals-text="{text}" hidden>{Texts.ShareNative}</button></div>
                <p role="status" class="referrals-quiet" data-referrals-status></p>

                """);
        }

        _ = _html.Add($"""<p class="referrals-code"><span>{Texts.YourCode}</span> <code>{code.DisplayCode}</code></p>""");
        if (Program.Links is { } template)
        {
            Channels(code, template);
            var qr = ReferralQrCode.Of(template.Build(code.Code, ShareChannels.Qr));
            _ = _html.Add(
                $"""
                <div class="referrals-qr">{Html.Trusted(qr.ToSvg(title: Texts.QrTitle))}</div>
                <p><a href="{_page.Base}{ParticipantPage.QrPath}" download="referral.png">{Texts.QrDownload}</a></p>

                """);
        }

        _ = _html.Add(
            $"""
            <h2>{Texts.HowHeading}</h2>
            <ol><li>{Texts.HowShare}</li><li>{Texts.HowSignUp}</li><li>{Texts.HowReward}</li></ol>
            </section>

            """);
    }

    private void Channels(ReferrerCode code, LinkTemplate template)
    {
        _ = _html.Add($"""<ul class="referrals-share">""");
        foreach (var channel in _page.Site.Options.Channels)
        {
            var link = template.Build(code.Code, channel);
            if (Messages.Render(channel, _page.Format.Name, ValuesOf(code, link)).IntentLink is { } intent)
            {
                _ = _html.Add(
                    $"""<li><a class="referrals-button referrals-plain" href="{intent}" target="_blank" rel="noopener noreferrer">{Texts.NameOf(channel)}</a></li>""");
            }
        }

        _ = _html.Add($"</ul>\n");
    }

    private ShareMessages Messages => _page.Site.Options.Messages ?? (Reward is null ? ShareTexts.Plain : ShareTexts.WithReward);

    private string? Reward => RewardText.Of(Program, Side.Referee, _page.Format);

    private ShareValues ValuesOf(ReferrerCode code, string link) =>
        new(_customer.FirstName ?? Texts.AFriend, _page.Site.ProductName, Reward ?? _page.Site.ProductName, code.DisplayCode, link);

    private void Balances(CustomerOverview overview)
    {
        var held = overview.Balances.Where(static balance =>
            !(balance.Available.IsZero && balance.Pending.IsZero && balance.InPayout.IsZero && balance.Owed.IsZero)).ToArray();
        if (held.Length == 0)
        {
            return;
        }

        _ = _html.Add($"""<section><h2>{Texts.BalanceHeading}</h2><dl class="referrals-cards">""");
        foreach (var balance in held)
        {
            Card(Texts.Available, balance.Available, isAlways: true);
            Card(Texts.Pending, balance.Pending, isAlways: false);
            Card(Texts.InPayout, balance.InPayout, isAlways: false);
            Card(Texts.Owed, balance.Owed, isAlways: false);
        }

        _ = _html.Add($"</dl></section>\n");
    }

    private void Card(string name, Amount amount, bool isAlways) =>
        _html.AddIf(isAlways || !amount.IsZero, $"""<div class="referrals-card"><dt>{name}</dt><dd>{Data(amount)}</dd></div>""");

    private void Progress(IReadOnlyList<RuleProgress> progress)
    {
        var lines = new List<string>();
        foreach (var rule in progress.Where(static rule => rule.Side == Side.Referrer))
        {
            if (rule.Steps?.Missing is { } missing and > 0)
            {
                lines.Add(PageTexts.Fill(Texts.NextStep, missing.ToString("0.##", _page.Format)));
            }

            lines.AddRange(rule.Limits.Where(static limit => limit.Cap.Amount is not null).Select(limit =>
                PageTexts.Fill(Texts.StillToEarn, _page.Written(Amount.Rounded(limit.Left, limit.Cap.Amount!.Value.Unit, RoundingMode.Down)))));
        }

        if (lines.Count > 0)
        {
            _ = _html.Add($"""<section><h2>{Texts.ProgressHeading}</h2><ul>""");
            foreach (var line in lines.Distinct())
            {
                _ = _html.Add($"<li>{line}</li>");
            }

            _ = _html.Add($"</ul></section>\n");
        }
    }

    private async ValueTask FriendsAsync()
    {
        var friends = await PageOfAsync("friends", cursor =>
            _engine.ListFriendsAsync(_customer.Id, cursor, Take, _page.Site.Options.FriendLabels, _context.RequestAborted)).ConfigureAwait(false);
        _ = _html.Add($"<section><h2>{Texts.FriendsHeading}</h2>\n");
        if (friends.Items.Count == 0)
        {
            _ = _html.Add($"<p>{Texts.NoFriends}</p></section>\n");
            return;
        }

        Head(Texts.FriendsHeading, Texts.ColumnFriend, Texts.ColumnSince, Texts.ColumnState);
        foreach (var friend in friends.Items)
        {
            var why = friend.Words is { } words && Texts.Language == "en" ? Html.Of($" <span class=\"referrals-quiet\">{words}</span>") : null;
            _ = _html.Add(
                $"""
                <tr><td>{friend.Label ?? Texts.AFriend}</td><td>{Time(friend.Since)}</td><td><span class="referrals-state">{Texts.StageOf(friend.Stage)}</span>{why}</td></tr>

                """);
        }

        Foot("friends", friends.Next);
    }

    private async ValueTask RewardsAsync()
    {
        var rewards = await PageOfAsync("rewards", cursor =>
            _engine.ListRewardsAsync(_customer.Id, cursor, Take, _context.RequestAborted)).ConfigureAwait(false);
        _ = _html.Add($"<section><h2>{Texts.RewardsHeading}</h2>\n");
        if (rewards.Items.Count == 0)
        {
            _ = _html.Add($"<p>{Texts.NoRewards}</p></section>\n");
        }
        else
        {
            Head(Texts.RewardsHeading, Texts.ColumnDate, Texts.ColumnAmount, Texts.ColumnState);
            foreach (var reward in rewards.Items)
            {
                _ = _html.Add(
                    $"""
                    <tr><td>{Time(reward.GrantedAt)}</td><td>{Data(reward.Granted)}</td><td><span class="referrals-state">{StateOf(reward)}</span></td></tr>

                    """);
            }

            Foot("rewards", rewards.Next);
        }

        await RefusalsAsync().ConfigureAwait(false);
    }

    /// <summary>What did not count, and why: the question that is asked most, and that few programs answer.</summary>
    private async ValueTask RefusalsAsync()
    {
        var view = await _engine.GetParticipantAsync(_customer.Id, _context.RequestAborted).ConfigureAwait(false);
        if (view.Refusals.Count == 0)
        {
            return;
        }

        var language = Texts.Language == "en" ? null : Html.Of($" lang=\"en\"");
        _ = _html.Add($"<section><h2>{Texts.RefusalsHeading}</h2><ul>");
        foreach (var refusal in view.Refusals)
        {
            _ = _html.Add($"<li>{Time(refusal.Day)}: <span{language}>{refusal.Message}</span></li>");
        }

        _ = _html.Add($"</ul></section>\n");
    }

    private string StateOf(CustomerReward reward)
    {
        var state = reward.Stage switch
        {
            RewardStage.InReview => Texts.BeingChecked,
            RewardStage.Held when reward.WaitsForReview => Texts.BeingChecked,
            RewardStage.Held when reward.NextAt is { } at => PageTexts.Fill(Texts.AvailableFrom, Day(at)),
            RewardStage.Held => Texts.Pending,
            RewardStage.Reversed => Texts.TakenBack,
            RewardStage.Expired => Texts.Expired,
            _ when reward.Available.IsZero => Texts.Used,
            _ when reward is { Next: RewardStage.Expired, NextAt: { } end } => PageTexts.Fill(Texts.AvailableUntil, Day(end)),
            _ => Texts.Available,
        };
        return reward.Stage != RewardStage.Reversed && !reward.Reversed.IsZero
            ? $"{state}; {PageTexts.Fill(Texts.PartTakenBack, _page.Written(reward.Reversed))}"
            : state;
    }

    private void Head(string caption, params ReadOnlySpan<string> columns)
    {
        _ = _html.Add($"""<table class="referrals-list"><caption>{caption}</caption><thead><tr>""");
        foreach (var column in columns)
        {
            _ = _html.Add($"""<th scope="col">{column}</th>""");
        }

        _ = _html.Add($"</tr></thead><tbody>\n");
    }

    private void Foot(string list, string? next) => _html.Add($"</tbody></table>\n")
        .AddIf(next is not null, $"""<p><a href="{_page.Base}{ParticipantPage.Path}?{list}={SafeText.ForUrl(next ?? string.Empty)}">{Texts.More}</a></p>""")
        .Add($"</section>\n");

    /// <summary>A page of a list; a cursor that somebody made up is that of the first page.</summary>
    private async ValueTask<Page<T>> PageOfAsync<T>(string list, Func<string?, ValueTask<Page<T>>> read)
    {
        var cursor = _context.Request.Query[list].ToString();
        try
        {
            return await read(cursor.Length == 0 ? null : cursor).ConfigureAwait(false);
        }
        catch (ArgumentException) when (cursor.Length > 0)
        {
            return await read(null).ConfigureAwait(false);
        }
    }

    private Html Data(Amount amount) =>
        Html.Of($"""<data value="{amount.Value.ToString(CultureInfo.InvariantCulture)}">{_page.Written(amount)}</data>""");

    /// <summary>A day of the program's calendar.</summary>
    private Html? Time(Instant? at) => at is { } known ? Time(known.InZone(Program.Zone).Date) : null;

    private Html Time(LocalDate day) =>
        Html.Of($"""<time datetime="{day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}">{day.ToString("D", _page.Format)}</time>""");

    private string Day(Instant at) => at.InZone(Program.Zone).Date.ToString("D", _page.Format);
}
