using NodaTime;
using Referrals.AI.Answers;
using Referrals.AI.Functions;
using Referrals.AI.Participants;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals.AI.Support;

/// <summary>What support asks about a customer: everything with its reasons. Each call is kept in the audit log with the customer whom it is about.</summary>
internal static class SupportTools
{
    private const int Take = 20;
    private const int DecisionsTake = 3;
    private const int LinesTake = 20;
    private const int MaxDays = 400;

    internal static IReadOnlyList<ReferralTool> All { get; } =
    [
        new ReferralTool(
            "get_customer",
            "A customer at a glance",
            "Tells of one customer: code, balances, number of friends, who referred them and how far that is, a ban. "
                + "For why a reward is missing use explain_missing_reward. Reads only; kept in the audit log.",
            ToolAudience.Support,
            [ToolParameter.CustomerId],
            AnswerJson.Default.CustomerAnswer,
            CustomerAsync),
        new ReferralTool(
            "explain_order",
            "Why an order earned what it did",
            "Tells each decision about an order, its refunds included, with every check: found, required, passed. The latest first, 3 a page. "
                + "Use it where the order is known; else explain_missing_reward. Reads only; kept in the audit log.",
            ToolAudience.Support,
            [ToolParameter.OrderId, ToolParameter.Cursor],
            AnswerJson.Default.OrderExplanationAnswer,
            OrderAsync),
        new ReferralTool(
            "explain_missing_reward",
            "Where the chain breaks",
            "Follows the chain sign-up, referral, order, reward of a referred customer and names the first link that does not hold. "
                + "The customer is the invited friend, not the one who invited. Reads only; kept in the audit log.",
            ToolAudience.Support,
            [ToolParameter.CustomerId],
            AnswerJson.Default.MissingRewardAnswer,
            MissingRewards.ExplainAsync),
        new ReferralTool(
            "list_customer_rewards",
            "Rewards of a customer",
            "Lists the rewards of a customer with their ids, stage, reason and what happens next, the latest first, 20 a page. Reads only; kept in the audit log.",
            ToolAudience.Support,
            [ToolParameter.CustomerId, ToolParameter.Cursor],
            AnswerJson.Default.TeamRewardsAnswer,
            RewardsAsync),
        new ReferralTool(
            "get_customer_statement",
            "Statement of a customer",
            "Tells the lines of a customer's account in one unit between two days, the latest first, 20 a page, with opening and closing balance. Reads only; kept in the audit log.",
            ToolAudience.Support,
            [
                ToolParameter.CustomerId,
                new ToolParameter("unit", "The currency or other unit, such as EUR; leave it out for the first that the program gives.", IsRequired: false) { MaxLength = 64 },
                new ToolParameter("from", "The first day, such as 2026-03-01; the default is 90 days before the last.", IsRequired: false) { Format = "date", MaxLength = 10 },
                new ToolParameter("until", "The last day, contained; the default is today. At most 400 days after the first.", IsRequired: false) { Format = "date", MaxLength = 10 },
                ToolParameter.Cursor,
            ],
            AnswerJson.Default.StatementAnswer,
            StatementAsync),
        new ReferralTool(
            "list_held_referrals",
            "Referrals that wait for a decision",
            "Lists referrals that a guard holds, with the evidence, the deadline and what happens when it passes, 10 a page. Reads only.",
            ToolAudience.Support,
            [ToolParameter.Cursor],
            AnswerJson.Default.HeldReferralsAnswer,
            HeldAsync),
        new ReferralTool(
            "list_rewards_in_review",
            "Rewards that wait for a decision",
            "Lists rewards that wait for a person's verdict, 20 a page. Reads only.",
            ToolAudience.Support,
            [ToolParameter.Cursor],
            AnswerJson.Default.TeamRewardsAnswer,
            InReviewAsync),
        new ReferralTool(
            "find_code_owner",
            "Whose code is this",
            "Tells whose a code or link is, however it was typed, and whether it can still be used. Reads only; kept in the audit log.",
            ToolAudience.Support,
            [new ToolParameter("code", "The code or link, exactly as it was given.")],
            AnswerJson.Default.CodeOwnerAnswer,
            CodeAsync),
    ];

    private static async ValueTask<object> CustomerAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var customer = call.Customer();
        var found = await call.Engine.FindCustomerAsync(customer, cancellationToken).ConfigureAwait(false) ?? throw Unknown();
        return new CustomerAnswer(
            found switch
            {
                { Ban: not null } => "The customer may not refer now.",
                { EnrolledAt: null, Referral: null } => "The customer neither refers nor was referred.",
                { EnrolledAt: null } => "The customer was referred and does not refer.",
                _ => "The customer takes part as a referrer.",
            },
            ToolText.Line(customer.Value),
            ToolCall.IsoTime(found.SignedUpAt),
            ToolCall.IsoTime(found.EnrolledAt),
            Line(found.Segment),
            found.Code?.DisplayCode,
            found.Code?.Status.ToString(),
            found.Friends,
            [.. found.Balances.Select(balance => ParticipantTools.Balance(call, balance))],
            found.Referral is { } referral ? Referral(call, referral, []) : null,
            Line(found.Ban?.Reason));
    }

    private static async ValueTask<object> OrderAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var order = call.Arguments.Needed("orderId");
        var page = await ToolCall.PageAsync(
            () => call.Engine.Operations.ListDecisionsOfConversionAsync(order, call.Arguments.Text("after"), DecisionsTake, cancellationToken)).ConfigureAwait(false);
        if (page.Items.Select(static one => one.Input).OfType<Conversion>().FirstOrDefault() is { } conversion)
        {
            call.Concerns = conversion.Customer;
        }

        return new OrderExplanationAnswer(
            page.Items.Count == 0 ? "No order of this id was reported to the program. Check the id, and whether the application reported it." : "The decisions, the latest first:",
            [.. page.Items.Select(one => DecisionOf(call, one.Decision))],
            page.Next);
    }

    private static async ValueTask<object> RewardsAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var customer = call.Customer();
        var page = await ToolCall.PageAsync(
            () => call.Engine.ListRewardsAsync(customer, call.Arguments.Text("after"), Take, cancellationToken)).ConfigureAwait(false);
        return Rewards(call, page, "The customer has no rewards.");
    }

    private static async ValueTask<object> InReviewAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var page = await ToolCall.PageAsync(
            () => call.Engine.Reviews.ListRewardsInReviewAsync(call.Arguments.Text("after"), Take, cancellationToken)).ConfigureAwait(false);
        return Rewards(call, page, "No reward waits for a decision.");
    }

    private static async ValueTask<object> HeldAsync(ToolCall call, CancellationToken cancellationToken)
    {
        const int HeldTake = 10;
        var page = await ToolCall.PageAsync(
            () => call.Engine.Reviews.ListHeldReferralsAsync(call.Arguments.Text("after"), HeldTake, cancellationToken)).ConfigureAwait(false);
        return new HeldReferralsAnswer(
            page.Items.Count == 0 ? "No referral waits for a decision." : "Referrals that wait for a decision:",
            [.. page.Items.Select(held => Referral(call, held.Referral, held.Evidence))],
            page.Next);
    }

    private static async ValueTask<object> StatementAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var customer = call.Customer();
        var until = call.Arguments.Day("until") ?? call.DayOf(call.Now);
        var from = call.Arguments.Day("from") ?? until.PlusDays(-90);
        if (from > until || Period.DaysBetween(from, until) > MaxDays)
        {
            throw new ToolException("argument.invalid", $"'from' to 'until' has to be 0 to {MaxDays} days, and 'from' the earlier one.");
        }

        var (start, end) = (call.Program.Zone.AtStartOfDay(from).ToInstant(), call.Program.Zone.AtStartOfDay(until.PlusDays(1)).ToInstant());
        var statement = await call.Engine.GetStatementAsync(customer, start, end, cancellationToken).ConfigureAwait(false);
        var unit = call.Arguments.Text("unit");
        var account = statement.Units.FirstOrDefault(one => unit is null || one.Unit.Code == unit) ?? throw new ToolException(
            "argument.invalid", statement.Units.Count == 0 ? "The customer has no account yet." : $"'unit' has to be one of {string.Join(", ", statement.Units.Select(static one => one.Unit.Code))}.");
        var skip = call.Arguments.Text("after") is not { } after ? 0
            : int.TryParse(after, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
            : throw new ToolException("argument.invalid", "'after' has to be the 'next' of the page before; leave it out for the first page.");
        StatementLine[] latest = [.. account.Lines.Reverse().Skip(skip).Take(LinesTake)];
        return new StatementAnswer(
            latest.Length == 0 ? "Nothing happened on the account in these days." : "The lines, the latest first:",
            ToolCall.IsoTime(start),
            ToolCall.IsoTime(end),
            account.Unit.Code,
            ParticipantTools.Balance(call, account.Opening),
            ParticipantTools.Balance(call, account.Closing),
            [
                .. latest.Select(line => new StatementLineAnswer(
                    ToolCall.IsoTime(line.At),
                    ToolText.Line(line.Words),
                    call.Write(line.Available),
                    call.Write(line.Pending),
                    call.Write(line.Balance),
                    Line(line.Cause?.ConversionId))),
            ],
            account.Lines.Count > skip + latest.Length ? (skip + latest.Length).ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    private static async ValueTask<object> CodeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var code = await call.Engine.Codes.FindAsync(call.Arguments.Needed("code"), cancellationToken).ConfigureAwait(false);
        call.Concerns = code?.Owner;
        return code is null
            ? new CodeOwnerAnswer("No code like this was given out.", null, null, null, null, null, null)
            : new CodeOwnerAnswer(
                code.Status == Codes.CodeStatus.Usable ? "The code can be used." : "The code cannot be used.",
                code.DisplayCode,
                Line(code.Owner?.Value),
                code.Status.ToString(),
                code.UsageLimit is null ? null : code.Uses,
                code.UsageLimit,
                code.ReplacedBy?.Value);
    }

    internal static ToolException Unknown() => new("customer.unknown", "The program knows nobody by this id. Ask for the id again; do not guess another.");

    internal static DecisionAnswer DecisionOf(ToolCall call, Decision decision) => new(
        decision.Code,
        decision.IsAccepted,
        ToolCall.IsoTime(decision.OccurredAt),
        ToolText.Line(decision.Key),
        decision.Explanation.ProgramVersion,
        ToolText.Lines(Shortened(decision.Explanation.ToText(call.Texts))),
        [.. Failed(decision.Explanation.Checks).Take(5).Select(CheckOf)]);

    internal static CheckAnswer CheckOf(Check check) => new(check.Code, check.Verdict.ToString(), Line(check.Actual), Line(check.Required), Line(check.Rule));

    internal static ReferralAnswer Referral(ToolCall call, ReferralDetails referral, IReadOnlyList<Check> evidence) => new(
        Line(referral.Referee?.Value),
        Line(referral.Referrer?.Value),
        referral.Stage.ToString(),
        referral.Reason,
        Line(referral.Note),
        referral.HeldBy,
        ToolCall.IsoTime(referral.SignedUpAt),
        ToolCall.IsoTime(referral.ReviewUntil),
        referral.OnSilence?.ToString(),
        [.. evidence.Take(5).Select(CheckOf)]);

    private static TeamRewardsAnswer Rewards(ToolCall call, Page<CustomerReward> page, string none) => new(
        page.Items.Count == 0 ? none : "The rewards, the latest first:", [.. page.Items.Select(reward => Reward(call, reward))], page.Next);

    private static TeamRewardAnswer Reward(ToolCall call, CustomerReward reward) => new(
        reward.Id.Value,
        call.Write(reward.Granted),
        reward.Rule,
        reward.Side.ToString(),
        Line(reward.Owner?.Value),
        Line(reward.Referee?.Value),
        Line(reward.ConversionId),
        ToolCall.IsoTime(reward.GrantedAt),
        reward.Stage.ToString(),
        reward.Reason,
        reward.WaitsForReview,
        reward.Next?.ToString(),
        ToolCall.IsoTime(reward.NextAt),
        call.Write(reward.Available),
        call.Write(reward.Reversed));

    private static IEnumerable<Check> Failed(IEnumerable<Check> checks) => checks.Where(static check => check.Verdict == Verdict.Failed)
        .SelectMany(static check => check.Children.Any(static child => child.Verdict == Verdict.Failed) ? Failed(check.Children) : [check]);

    private static string Shortened(string text) => text.Length <= 1_500 ? text : text[..1_500] + "\n…";

    private static string? Line(string? text) => text is null ? null : ToolText.Line(text);
}
