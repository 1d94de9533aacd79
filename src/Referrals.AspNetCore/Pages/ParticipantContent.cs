using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
    private readonly int _level;

    private ParticipantContent(Page page, HttpContext context, WebCustomer customer, int level)
    {
        _level = level;
        _page = page;
        _context = context;
        _customer = customer;
        _engine = page.Site.Engine(context);
    }

    private PageTexts Texts => _page.Texts;

    private ReferralProgram Program => _page.Program;

    /// <param name="page">The page.</param>
    /// <param name="context">The request.</param>
    /// <param name="customer">Who is signed in.</param>
    /// <param name="fault">What went wrong with a form; <c>null</c> for nothing.</param>
    /// <param name="level">The level of its title: 1 for a page of its own, 2 inside a page that has a title already.</param>
    internal static async ValueTask<Html> WriteAsync(Page page, HttpContext context, WebCustomer customer, string? fault, int level = 1)
    {
        var content = new ParticipantContent(page, context, customer, level);
        await content.WriteAsync(fault).ConfigureAwait(false);
        return content._html;
    }

    internal static string TitleOf(Page page) => (page.Reward(Side.Referee), page.Reward(Side.Referrer)) switch
    {
        ({ } friend, { } own) => PageTexts.Fill(page.Texts.GiveGet, friend, own),
        (null, { } own) => PageTexts.Fill(page.Texts.InviteReward, own),
        _ => page.Texts.Invite,
    };

    private async ValueTask WriteAsync(string? fault)
    {
        var closed = _page.Closed(Side.Referrer);
        var overview = await _engine.FindCustomerAsync(_customer.Id, _context.RequestAborted).ConfigureAwait(false);
        _ = _html.Add($"""<header class="referrals-hero"><h{_level}>{TitleOf(_page)}</h{_level}>{_page.Lead(Side.Referrer)}""")
            .AddIf(fault is not null, $"""<p class="referrals-error" role="alert">{fault}</p>""")
            .AddIf(closed is not null, $"""<p class="referrals-notice" role="status">{closed}</p>""");
        if (overview?.Ban is not null)
        {
            _ = _html.Add($"""<p class="referrals-notice" role="status">{Texts.Banned}</p>""");
        }
        else if (overview?.Code is { Status: CodeStatus.Suspended }
            && await ParticipantPage.HasLeftAsync(_engine, _customer.Id, _context.RequestAborted).ConfigureAwait(false))
        {
            Return();
        }
        else if (_page.IsStopped)
        {
            // Whoever shared now would invite friends for nothing.
        }
        else if (overview?.Code is { } code)
        {
            Share(code);
        }
        else
        {
            Join();
        }

        _ = _html.Add($"</header>\n");
        if (overview is not null)
        {
            Numbers(overview);
        }

        // Whoever cannot invite is not told how to, nor what there would be to earn.
        var canInvite = overview?.Ban is null && !_page.IsStopped;
        if (canInvite)
        {
            HowItWorks();
        }

        if (overview is not null)
        {
            // Who has no link and no friends is not told that both are missing: the button to take part says it.
            var takesPart = overview.Code is not null || overview.Friends > 0;
            if (takesPart)
            {
                Progress(canInvite ? overview.Progress : []);
                await FriendsAsync().ConfigureAwait(false);
            }

            var view = await _engine.GetParticipantAsync(_customer.Id, _context.RequestAborted).ConfigureAwait(false);
            await RewardsAsync(view, isAlways: takesPart).ConfigureAwait(false);
            Refusals(view);
        }

        if (_page.Site.Options.Leaderboard is { } board)
        {
            await LeaderboardAsync(board).ConfigureAwait(false);
        }

        _ = _html.Add($"{_page.Terms(Side.Referrer)}");
        if (overview is { Ban: null, Code.Status: not CodeStatus.Suspended })
        {
            Leave();
        }
    }

    /// <summary>The way out, folded away like the terms so that nobody takes it by mistake.</summary>
    private void Leave() => _html.Add(
        $"""
        <details class="referrals-terms"><summary>{Texts.Leave}</summary><p>{Texts.LeaveText}</p>
        <form method="post" action="{_page.Base}{ParticipantPage.LeavePath}" class="referrals-form">
        {_page.Antiforgery()}<button class="referrals-button referrals-plain">{Texts.Leave}</button>
        </form></details>

        """);

    private void Return() => _html.Add(
        $"""
        <p class="referrals-notice" role="status">{Texts.HasLeft}</p>
        <form method="post" action="{_page.Base}{ParticipantPage.ReturnPath}" class="referrals-form">
        {_page.Antiforgery()}<button class="referrals-button">{Texts.Return}</button>
        </form>

        """);

    /// <summary>A heading one level below the title.</summary>
    private Html Heading(string text) => Html.Of($"<h{_level + 1}>{text}</h{_level + 1}>\n");

    private void HowItWorks() => _html.Add(
        $"""
        <section>{Heading(Texts.HowHeading)}<ol class="referrals-steps"><li>{Texts.HowShare}</li><li>{Texts.HowSignUp}</li><li>{Texts.HowReward}</li></ol></section>

        """);

    private void Join() => _html.Add(
        $"""
        <form method="post" action="{_page.Base}{ParticipantPage.JoinPath}" class="referrals-form">
        {_page.Antiforgery()}<button class="referrals-button">{Texts.Join}</button>
        </form>

        """);

    private void Share(ReferrerCode code)
    {
        if (code.Status != CodeStatus.Usable)
        {
            _ = _html.Add($"""<p class="referrals-notice">{Texts.CodeNotUsable}</p>""");
        }

        _ = _html.Add($"""<div class="referrals-share-box"><div>""");
        if (Program.Links is { } links)
        {
            var shares = ShareLinks.Of(_page, _customer, code).ToArray();
            var (link, copied) = shares[0];
            _ = _html.Add(
                $"""
                <label for="referrals-link">{Texts.YourLink}</label>
                <div class="referrals-link"><input id="referrals-link" type="text" readonly value="{link}">
                <button type="button" class="referrals-button" data-referrals-copy="{link}" data-referrals-done="{Texts.Copied}" hidden>{Texts.Copy}</button></div>
                <p role="status" class="referrals-quiet" data-referrals-status></p>
                <p class="referrals-code"><span>{Texts.YourCode}</span> <code>{code.DisplayCode}</code></p>
                <ul class="referrals-share">
                <li hidden><button type="button" class="referrals-button referrals-plain" data-referrals-share data-referrals-text="{copied.Text}">{Texts.ShareNative}</button></li>

                """);
            foreach (var (_, message) in shares)
            {
                if (message.IntentLink is { } intent)
                {
                    var name = Texts.NameOf(message.Channel);
                    _ = _html.Add(
                        $"""<li><a class="referrals-button referrals-plain" href="{intent}" target="_blank" rel="noopener noreferrer">{name}</a></li>""");
                }
            }

            var qr = ReferralQrCode.Of(links.Build(code.Code, ShareChannels.Qr));
            _ = _html.Add(
                $"""
                </ul></div><div class="referrals-qr">{Html.Trusted(qr.ToSvg(title: Texts.QrTitle))}
                <a href="{_page.Base}{ParticipantPage.QrPath}" download="referral.png">{Texts.QrDownload}</a></div></div>

                """);
        }
        else
        {
            _ = _html.Add($"""<p class="referrals-code"><span>{Texts.YourCode}</span> <code>{code.DisplayCode}</code></p></div></div>""");
        }
    }

    /// <summary>How many friends, and what is there of each unit.</summary>
    private void Numbers(CustomerOverview overview)
    {
        var held = overview.Balances.Where(static balance =>
            !(balance.Available.IsZero && balance.Pending.IsZero && balance.InPayout.IsZero && balance.Owed.IsZero)).ToArray();
        if (held.Length == 0 && overview.Friends == 0)
        {
            return;
        }

        _ = _html.Add(
            $"""
            <section>{Heading(Texts.BalanceHeading)}<dl class="referrals-cards">
            <div class="referrals-card"><dt>{Texts.FriendsCount}</dt><dd>{overview.Friends.ToString("N0", _page.Format)}</dd></div>

            """);
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
        var lines = new List<(string Text, decimal Reached, decimal Whole)>();
        foreach (var rule in progress.Where(static rule => rule.Side == Side.Referrer))
        {
            if (rule.Steps is { Missing: { } missing and > 0, NextFrom: { } next } steps)
            {
                lines.Add((PageTexts.Fill(Texts.NextStep, missing.ToString("0.##", _page.Format)), steps.Reached, next));
            }

            lines.AddRange(rule.Limits.Where(static limit => limit.Cap.Amount is not null).Select(limit => (
                PageTexts.Fill(Texts.StillToEarn, _page.Written(Amount.Rounded(limit.Left, limit.Cap.Amount!.Value.Unit, RoundingMode.Down))),
                limit.Used,
                limit.Used + limit.Left)));
        }

        if (lines.Count > 0)
        {
            _ = _html.Add($"""<section>{Heading(Texts.ProgressHeading)}<ul class="referrals-progress">""");
            foreach (var (text, reached, whole) in lines.Distinct())
            {
                // The bar shows what the text says, so nobody needs to have it read out. An empty one shows nothing.
                _ = _html.Add($"<li>{text}").AddIf(
                    reached > 0, $""" <progress aria-hidden="true" value="{Number(reached)}" max="{Number(whole)}"></progress>""").Add($"</li>");
            }

            _ = _html.Add($"</ul></section>\n");
        }

        static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
    }

    private async ValueTask FriendsAsync()
    {
        var friends = await PageOfAsync("friends", cursor =>
            _engine.ListFriendsAsync(_customer.Id, cursor, Take, _page.Site.Options.FriendLabels, _context.RequestAborted)).ConfigureAwait(false);
        _ = _html.Add($"<section>{Heading(Texts.FriendsHeading)}");
        if (friends.Items.Count == 0)
        {
            _ = _html.Add($"<p>{Texts.NoFriends}</p></section>\n");
            return;
        }

        // Where nobody has a name, a column of "a friend" would tell nothing.
        var hasNames = friends.Items.Any(static friend => friend.Label is not null);
        string[] columns = [Texts.ColumnSince, Texts.ColumnState, Texts.ColumnAmount];
        Head(Texts.FriendsHeading, hasNames ? [Texts.ColumnFriend, .. columns] : columns);
        foreach (var friend in friends.Items)
        {
            var why = friend.ToText(_page.Words) is { } words ? Html.Of($" <span class=\"referrals-quiet\"{_page.WordsLanguage}>{words}</span>") : null;
            _ = _html.AddIf(hasNames, $"<tr><td>{friend.Label ?? Texts.AFriend}</td>").AddIf(!hasNames, $"<tr>").Add(
                $"""
                <td>{Time(friend.Since)}</td><td>{Pill(StateOf(friend), ToneOf(friend))}{why}</td><td>{Earned(friend)}</td></tr>

                """);
        }

        Foot("friends", friends.Next);
    }

    /// <summary>What a friend has brought, without what was taken back; nothing for nothing.</summary>
    private string? Earned(Friend friend)
    {
        string[] amounts = [.. ShareLinks.Earned(friend).Select(_page.Written)];
        return amounts.Length == 0 ? null : string.Join(" + ", amounts);
    }

    /// <param name="view">Knows from the ledger which of the rewards that can no longer be used are on their way to the bank, or were paid out.</param>
    /// <param name="isAlways">Whether it is said that there are none.</param>
    private async ValueTask RewardsAsync(ParticipantView view, bool isAlways)
    {
        var paid = view.Rewards.Where(static reward => reward.Stage is RewardStage.InPayout or RewardStage.Paid)
            .ToDictionary(static reward => reward.Id, static reward => reward.Stage);
        var rewards = await PageOfAsync("rewards", cursor =>
            _engine.ListRewardsAsync(_customer.Id, cursor, Take, _context.RequestAborted)).ConfigureAwait(false);
        if (rewards.Items.Count == 0 && !isAlways)
        {
            return;
        }

        _ = _html.Add($"<section>{Heading(Texts.RewardsHeading)}");
        if (rewards.Items.Count == 0)
        {
            _ = _html.Add($"<p>{Texts.NoRewards}</p></section>\n");
            return;
        }

        Head(Texts.RewardsHeading, Texts.ColumnDate, Texts.ColumnAmount, Texts.ColumnState);
        foreach (var reward in rewards.Items)
        {
            var stage = paid.GetValueOrDefault(reward.Id, reward.Stage);
            _ = _html.Add(
                $"""
                <tr><td>{Time(reward.GrantedAt)}</td><td>{Data(reward.Granted)}</td><td>{Pill(StateOf(reward, stage), ToneOf(reward, stage))}</td></tr>

                """);
        }

        Foot("rewards", rewards.Next);
    }

    /// <summary>What did not count, and why: the question that is asked most, and that few programs answer.</summary>
    private void Refusals(ParticipantView view)
    {
        if (view.Refusals.Count == 0)
        {
            return;
        }

        _ = _html.Add($"""<section>{Heading(Texts.RefusalsHeading)}<ul class="referrals-reasons">""");
        foreach (var refusal in view.Refusals)
        {
            _ = _html.Add($"<li>{Time(refusal.Day)} <span{_page.WordsLanguage}>{refusal.ToText(_page.Words)}</span></li>\n");
        }

        _ = _html.Add($"</ul></section>\n");
    }

    /// <summary>The best of the month, and the reader's own place among all.</summary>
    private async ValueTask LeaderboardAsync(ParticipantLeaderboard board)
    {
        var tenant = _page.Site.Options.Tenant?.Invoke(_context) is { IsDefault: false } id ? id.Value : string.Empty;
        var made = await _context.RequestServices.GetRequiredService<LeaderboardCache>()
            .GetAsync(_engine, Program, tenant, board.RefreshInterval).ConfigureAwait(false);
        var shown = made.Entries.Where((entry, place) => place < board.Take || entry.Customer == _customer.Id).ToArray();
        _ = _html.Add($"<section>{Heading(Texts.BoardHeading)}");
        if (shown.Length == 0)
        {
            _ = _html.Add($"<p>{Texts.BoardEmpty}</p></section>\n");
            return;
        }

        CustomerId[] others = [.. shown.Select(static entry => entry.Customer).Where(one => one != _customer.Id)];
        var names = board.Names is { } ask && others.Length > 0
            ? await ask(others, _context.RequestAborted).ConfigureAwait(false) : new Dictionary<CustomerId, string>();
        _ = _html.Add($"<p class=\"referrals-quiet\">{Texts.BoardText}</p>");
        Head(Texts.BoardHeading, Texts.ColumnRank, Texts.ColumnWho, Texts.FriendsCount);
        foreach (var entry in shown)
        {
            var isOwn = entry.Customer == _customer.Id;
            var who = isOwn ? Html.Of($"<strong>{Texts.You}</strong>") : Html.Of($"{names.GetValueOrDefault(entry.Customer) ?? Texts.Somebody}");
            _ = _html.Add(
                $"""
                <tr><td>{entry.Rank.ToString("N0", _page.Format)}</td><td>{who}</td><td>{entry.Score.ToString("N0", _page.Format)}</td></tr>

                """);
        }

        _ = _html.Add($"</tbody></table></section>\n");
    }

    /// <summary>A state in words; its colour says no more than they do.</summary>
    private static Html Pill(string text, string tone) => Html.Of($"""<span class="referrals-state referrals-{tone}">{text}</span>""");

    /// <summary>How far a friend is. Where all that the friend brought was taken back, that is what there is to say.</summary>
    private string StateOf(Friend friend) => IsTakenBack(friend) ? Texts.TakenBack : Texts.StageOf(friend.Stage);

    private static bool IsTakenBack(Friend friend) =>
        friend.Rewards.Count > 0 && friend.Rewards.All(static reward => reward.Stage == RewardStage.Reversed);

    private static string ToneOf(Friend friend) => IsTakenBack(friend) ? "over" : friend.Stage switch
    {
        ReferralStage.Rewarded => "good",
        ReferralStage.Held or ReferralStage.Qualified => "waits",
        ReferralStage.Refused or ReferralStage.Rejected => "over",
        _ => "open",
    };

    private static string ToneOf(CustomerReward reward, RewardStage stage) => stage switch
    {
        RewardStage.Held or RewardStage.InReview or RewardStage.InPayout => "waits",
        RewardStage.Paid => "good",
        RewardStage.Reversed or RewardStage.Expired => "over",
        _ => reward.Available.IsZero ? "open" : "good",
    };

    private string StateOf(CustomerReward reward, RewardStage stage)
    {
        var state = stage switch
        {
            RewardStage.InReview => Texts.BeingChecked,
            RewardStage.Held when reward.WaitsForReview => Texts.BeingChecked,
            RewardStage.Held when reward.NextAt is { } at => PageTexts.Fill(Texts.AvailableFrom, Day(at)),
            RewardStage.Held => Texts.Pending,
            RewardStage.Reversed => Texts.TakenBack,
            RewardStage.Expired => Texts.Expired,
            RewardStage.InPayout => Texts.InPayout,
            RewardStage.Paid => Texts.PaidOut,
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

    private void Foot(string list, string? next)
    {
        var page = _page.Base + ParticipantPage.Path;
        var isFirst = _context.Request.Query[list].Count == 0;
        _ = _html.Add($"</tbody></table>\n")
            .AddIf(!isFirst || next is not null, $"""<p class="referrals-pages">""")
            .AddIf(!isFirst, $"""<a href="{page}" data-referrals-page>{Texts.Newest}</a> """)
            .AddIf(next is not null, $"""<a href="{page}?{list}={SafeText.ForUrl(next ?? string.Empty)}" data-referrals-page>{Texts.More}</a>""")
            .AddIf(!isFirst || next is not null, $"</p>")
            .Add($"</section>\n");
    }

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
        Html.Of($"""<time datetime="{day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}">{_page.Written(day)}</time>""");

    private string Day(Instant at) => _page.Written(at.InZone(Program.Zone).Date);
}
