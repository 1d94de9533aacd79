using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals;
using Referrals.Kpis;
using Referrals.Serialization;

namespace Desk;

/// <summary>What the desk can do: each answer comes from one call of the engine.</summary>
internal sealed class DeskCommands(ReferralEngine referrals, string by, TextWriter output)
{
    private static readonly Unit Euro = Unit.Money("EUR");

    /// <summary>Runs a command; <c>false</c> where it was refused, or nothing was found.</summary>
    internal Task<bool> RunAsync(string[] command, CancellationToken cancellationToken) => command switch
    {
        ["demo"] => DemoAsync(cancellationToken),
        ["search", var text] => SearchAsync(text, cancellationToken),
        ["friends", var customer] => FriendsAsync(CustomerId.From(customer), cancellationToken),
        ["explain", var subject] => ExplainAsync(subject, cancellationToken),
        ["held"] => HeldAsync(cancellationToken),
        ["review"] => ReviewAsync(cancellationToken),
        ["approve", var subject] => DecideAsync(subject, true, "approved at the desk", cancellationToken),
        ["approve", var subject, var reason] => DecideAsync(subject, true, reason, cancellationToken),
        ["reject", var subject, var reason] => DecideAsync(subject, false, reason, cancellationToken),
        ["ban", var customer, var reason] => ToldAsync(referrals.Reviews.BanAsync(ReferrerBan.Impose(CustomerId.From(customer), reason), cancellationToken)),
        ["lift", var customer, var reason] => ToldAsync(referrals.Reviews.BanAsync(ReferrerBan.Lift(CustomerId.From(customer), reason), cancellationToken)),
        ["bans"] => BansAsync(cancellationToken),
        ["grant", var customer, var amount, var reason] => ToldAsync(referrals.Reviews.GrantAsync(
            ManualReward.Of($"{customer}-{Guid.NewGuid():N}", CustomerId.From(customer), AmountOf(amount), by, reason), cancellationToken)),
        ["take", var reward, var reason] =>
            ToldAsync(referrals.Reviews.ClawBackAsync(Clawback.Of(RewardId.From(reward), by, reason), cancellationToken)),
        ["amend", var order, var amount] => AmendAsync(order, AmountOf(amount), cancellationToken),
        ["refund", var order] => ToldAsync(referrals.RefundAsync(Refund.OfWhole($"desk-{order}", order).ReportedBy(by), cancellationToken)),
        ["programs"] => ProgramsAsync(cancellationToken),
        ["draft", var file, var reason] => DraftAsync(file, reason, cancellationToken),
        ["try", var version] => TryAsync(NumberOf(version), cancellationToken),
        ["publish", var version, var reason] => PublishAsync(NumberOf(version), reason, null, cancellationToken),
        ["publish", var version, var reason, var day] => PublishAsync(NumberOf(version), reason, StartOf(day), cancellationToken),
        ["leaders", var month] => LeadersAsync(month, cancellationToken),
        ["payouts"] => PayoutsAsync(cancellationToken),
        ["pay", var batch] => PayAsync(batch, cancellationToken),
        ["confirm", var payout] => ToldAsync(referrals.Payouts.ConfirmAsync(PayoutId.From(payout), cancellationToken)),
        _ => throw new UsageException($"'{string.Join(' ', command)}' is not a command, or lacks something."),
    };

    private async Task<bool> DemoAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var input in DemoHistory.Inputs)
        {
            count += (await referrals.SubmitAsync(input, cancellationToken)).IsRepeated ? 0 : 1;
        }

        await output.WriteLineAsync($"{count} inputs were decided. Try: search anna");
        return true;
    }

    /// <summary>A code, a customer, an order or a key, whichever is found.</summary>
    private async Task<bool> SearchAsync(string text, CancellationToken cancellationToken)
    {
        var code = await referrals.Codes.FindAsync(text, cancellationToken);
        if (code is not null)
        {
            await output.WriteLineAsync($"code {code.DisplayCode} ({code.Link}): of {code.Owner}, {code.Status}");
        }

        var customer = await referrals.FindCustomerAsync(code?.Owner ?? CustomerId.From(text), cancellationToken);
        if (customer is not null)
        {
            await ShowAsync(customer, cancellationToken);
        }

        return code is not null || customer is not null || await ExplainAsync(text, cancellationToken);
    }

    private async Task ShowAsync(CustomerOverview person, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"customer {person.Customer}");
        await output.WriteLineAsync($"  signed up     {Day(person.SignedUpAt)}");
        await output.WriteLineAsync(person.Code is { } code ? $"  code          {code.DisplayCode}, since {Day(person.EnrolledAt)}" : "  code          none");
        await output.WriteLineAsync($"  referred by   {(person.Referral is { } referral ? Text(referral) : "nobody")}");
        await output.WriteLineAsync($"  friends       {person.Friends}");
        await output.WriteLineAsync($"  holds         {string.Join("; ", person.Balances)}");
        foreach (var limit in person.Progress.Where(rule => rule.Side == Side.Referrer && person.Code is not null)
            .SelectMany(static rule => rule.Limits.Select(limit => (rule.Rule, limit.Left))))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {limit.Rule,-13} {limit.Left:0.00} EUR left of the cap"));
        }

        if (person.Ban is { } ban)
        {
            await output.WriteLineAsync($"  banned        since {Day(ban.Since)}: {ban.Reason}");
        }

        foreach (var reward in (await referrals.ListRewardsAsync(person.Customer, take: 5, cancellationToken: cancellationToken)).Items)
        {
            await output.WriteLineAsync($"  reward        {Text(reward)}");
        }

        foreach (var conversion in (await referrals.ListConversionsAsync(person.Customer, take: 5, cancellationToken: cancellationToken)).Items)
        {
            var earned = string.Join(", ", conversion.Rewards.Select(static reward => $"{reward.Granted} for {reward.Owner}"));
            await output.WriteLineAsync($"  conversion    {conversion.Id}, {Day(conversion.At)}, {conversion.Amount}: {(earned.Length == 0 ? "nothing" : earned)}");
        }
    }

    private async Task<bool> FriendsAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await referrals.ListFriendsAsync(customer, cursor, cancellationToken: cancellationToken);
            foreach (var friend in page.Items)
            {
                var why = friend.Words is null ? string.Empty : $": {friend.Words} [{friend.Reason}]";
                await output.WriteLineAsync($"{friend.Customer?.ToString() ?? "a visitor",-10} {friend.Stage,-10} {Day(friend.Since)}{why}");
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return true;
    }

    private async Task<bool> ExplainAsync(string subject, CancellationToken cancellationToken)
    {
        var decided = (await referrals.Operations.ListDecisionsOfConversionAsync(subject, cancellationToken: cancellationToken)).Items;
        if (decided.Count == 0 && await referrals.Operations.FindDecisionAsync(subject, cancellationToken) is { } one)
        {
            decided = [one];
        }

        foreach (var (key, decision) in decided.Select(static each => (each.Decision.Key, each.Decision)))
        {
            await output.WriteLineAsync($"{key}, {Day(decision.OccurredAt)}\n{decision.Explanation.ToText()}");
        }

        if (decided.Count == 0)
        {
            await output.WriteLineAsync($"Nothing is known of '{subject}'.");
        }

        return decided.Count > 0;
    }

    private async Task<bool> HeldAsync(CancellationToken cancellationToken)
    {
        foreach (var held in (await referrals.Reviews.ListHeldReferralsAsync(cancellationToken: cancellationToken)).Items)
        {
            await output.WriteLineAsync($"{held.Referral.Referee}: {Text(held.Referral)}");
            foreach (var check in held.Evidence)
            {
                await output.WriteLineAsync($"  {check.Code}: {check.Actual}, required {check.Required}");
            }
        }

        return true;
    }

    private async Task<bool> ReviewAsync(CancellationToken cancellationToken)
    {
        foreach (var reward in (await referrals.Reviews.ListRewardsInReviewAsync(cancellationToken: cancellationToken)).Items)
        {
            await output.WriteLineAsync($"{reward.Owner}: {Text(reward)}");
        }

        return true;
    }

    private async Task<bool> DecideAsync(string subject, bool isApproved, string reason, CancellationToken cancellationToken)
    {
        if (await referrals.FindReferralAsync(CustomerId.From(subject), cancellationToken) is not null)
        {
            var friend = CustomerId.From(subject);
            var review = isApproved ? ReferralReview.Approve(friend, reason) : ReferralReview.Reject(friend, reason);
            return await ToldAsync(referrals.Reviews.DecideAsync(review, cancellationToken));
        }

        var reward = RewardReview.Of(RewardId.From(subject));
        return await ToldAsync(referrals.Reviews.DecideAsync(isApproved ? reward.Approve() : reward.Reject(reason), cancellationToken));
    }

    /// <summary>What an order should have been from the start: the rest of it stays as it was reported.</summary>
    private async Task<bool> AmendAsync(string order, Amount amount, CancellationToken cancellationToken)
    {
        var decided = await referrals.Operations.ListDecisionsOfConversionAsync(order, cancellationToken: cancellationToken);
        if (decided.Items.Select(static each => each.Input).OfType<Conversion>().FirstOrDefault() is not { } told)
        {
            await output.WriteLineAsync($"There is no order '{order}'.");
            return false;
        }

        var right = Conversion.Of(told.Customer, told.Id, told.Name, amount);
        return await ToldAsync(referrals.AmendAsync(Amendment.Of($"desk-{order}-{amount}", right).ReportedBy(by), cancellationToken));
    }

    private async Task<bool> ProgramsAsync(CancellationToken cancellationToken)
    {
        var status = await referrals.Publishing.GetAsync(cancellationToken);
        await output.WriteLineAsync($"{referrals.Program.Id}: {status.Phase}");
        foreach (var version in status.Versions)
        {
            var from = version.From is { } instant ? $" from {Day(instant)}" : string.Empty;
            await output.WriteLineAsync($"  version {version.Version}: {version.Stage}{from}{(version.IsStored ? string.Empty : ", registered in code")}");
        }

        foreach (var change in (await referrals.Publishing.ListChangesAsync(cancellationToken: cancellationToken)).Items)
        {
            await output.WriteLineAsync($"  {Day(change.OccurredAt)} {change.Kind} of version {change.Version} by {change.By}: {change.Reason}");
        }

        return true;
    }

    private async Task<bool> DraftAsync(string file, string reason, CancellationToken cancellationToken)
    {
        var path = File.Exists(file) ? file : Path.Combine(AppContext.BaseDirectory, file);
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {file}.");
        }

        var program = ProgramJson.Read(await File.ReadAllTextAsync(path, cancellationToken));
        return await ToldAsync(referrals.Publishing.SaveDraftAsync(program, await EditAsync(reason, cancellationToken), cancellationToken));
    }

    /// <summary>What the gate finds, with what the version would have cost over the history.</summary>
    private async Task<bool> TryAsync(int version, CancellationToken cancellationToken)
    {
        var findings = await referrals.Publishing.ReviewAsync(version, cancellationToken: cancellationToken);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync($"{finding.Severity} {finding.Code} at {finding.Path}: {finding.Message}");
        }

        if ((await referrals.Publishing.GetAsync(cancellationToken)).Versions.FirstOrDefault(one => one.Version == version)?.Program is not { } program)
        {
            await output.WriteLineAsync($"There is no version {version} in the store.");
            return false;
        }

        var trial = await referrals.Operations.SimulateAsync(program, cancellationToken: cancellationToken);
        await output.WriteLineAsync(trial.ToText());
        return findings.All(static finding => finding.Severity != FindingSeverity.Error);
    }

    private async Task<bool> PublishAsync(int version, string reason, Instant? from, CancellationToken cancellationToken) => await ToldAsync(
        referrals.Publishing.PublishAsync(
            version, (await EditAsync(reason, cancellationToken)).AcceptingWarnings(reason), from, cancellationToken: cancellationToken));

    private async Task<ProgramEdit> EditAsync(string reason, CancellationToken cancellationToken) =>
        ProgramEdit.Of(by, reason, (await referrals.Publishing.GetAsync(cancellationToken)).Revision);

    private static Amount AmountOf(string text) =>
        Amount.TryParse(text, out var amount) ? amount : throw new UsageException($"'{text}' is not an amount such as '10.00 EUR'.");

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new UsageException($"'{text}' is not a version.");

    private static Instant StartOf(string day) => LocalDatePattern.Iso.Parse(day) is { Success: true } parsed
        ? DeskProgram.Program.Zone.AtStartOfDay(parsed.Value).ToInstant()
        : throw new UsageException($"'{day}' is not a day such as 2026-04-01.");

    private async Task<bool> BansAsync(CancellationToken cancellationToken)
    {
        foreach (var ban in (await referrals.Reviews.ListBannedAsync(cancellationToken: cancellationToken)).Items)
        {
            await output.WriteLineAsync($"{ban.Customer} since {Day(ban.Since)}: {ban.Reason}");
        }

        return true;
    }

    private async Task<bool> LeadersAsync(string month, CancellationToken cancellationToken)
    {
        var first = YearMonthPattern.Iso.Parse(month) is { Success: true } parsed
            ? parsed.Value.OnDayOfMonth(1)
            : throw new UsageException($"'{month}' is not a month such as 2026-03.");
        var zone = referrals.Program.Zone;
        var window = KpiWindow.Of(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(first.PlusMonths(1)).ToInstant());
        var board = await referrals.Reports.RankByPeriodAsync(window, Euro, LeaderboardMetric.ReferredRevenue, cancellationToken: cancellationToken);
        foreach (var entry in board.Entries)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{entry.Rank}. {entry.Customer}: {entry.Score:0.00} EUR"));
        }

        return true;
    }

    private async Task<bool> PayoutsAsync(CancellationToken cancellationToken)
    {
        await foreach (var payout in referrals.Payouts.ListOpenAsync(cancellationToken))
        {
            await output.WriteLineAsync($"{payout.Id}: {payout.ToSend} to {payout.Customer}, batch {payout.Batch}, since {Day(payout.StartedAt)}");
        }

        return true;
    }

    private async Task<bool> PayAsync(string batch, CancellationToken cancellationToken)
    {
        var run = await referrals.Payouts.StartAsync(batch, Euro, cancellationToken: cancellationToken);
        var others = string.Concat(run.NotStarted.Select(static reason => $"; {reason.Value} not: {reason.Key}"));
        await output.WriteLineAsync($"{run.Started} started, {run.Total} in all{others}");
        return true;
    }

    private async Task<bool> ToldAsync(ValueTask<Decision> deciding)
    {
        var decision = await deciding;
        await output.WriteLineAsync(decision.Explanation.ToText());
        return decision.IsAccepted;
    }

    private static string Text(ReferralDetails referral) =>
        $"{referral.Referrer?.ToString() ?? "nobody"} by {referral.Evidence?.ToString() ?? "claim"}, {referral.Stage}" + (referral switch
        {
            { ReviewUntil: { } until } => $" by {string.Join(", ", referral.HeldBy)} until {Day(until)}, then silence means {referral.OnSilence}",
            { Reason: { } reason } => $": {reason}{(referral.Note is { } note ? $" ({note})" : string.Empty)}",
            _ => string.Empty,
        });

    private static string Text(CustomerReward reward)
    {
        var next = reward.Next is { } stage ? $", {stage} on {Day(reward.NextAt)}" : string.Empty;
        var why = reward.Reason is { } reason ? $" [{reason}]" : string.Empty;
        return $"{reward.Id}: {reward.Granted} by {reward.Rule} for {reward.ConversionId ?? "the referral"} of {reward.Referee}, {reward.Stage}{next}{why}";
    }

    private static string Day(Instant? instant) =>
        instant is { } at ? LocalDatePattern.Iso.Format(at.InZone(DeskProgram.Program.Zone).Date) : "-";
}
