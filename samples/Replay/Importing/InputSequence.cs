using System.Globalization;
using NodaTime;
using Referrals;
using Replay.History;

namespace Replay.Importing;

/// <summary>
/// Turns a history into the inputs of the SDK, in the order in which they happened. Every input has a key of its own, so it may
/// be reported again.
/// </summary>
internal static class InputSequence
{
    /// <param name="history">What happened.</param>
    /// <param name="unmatched">Takes up the refunds that match no sale.</param>
    public static IReadOnlyList<Step> Of(ProductHistory history, ICollection<OrderRow> unmatched)
    {
        var sales = RefundMatching.Match(history.Orders);
        var steps = Enrollments(history).Select(static row => Step(StepRank.Enrollment, row.At, Enrollment.Of(row.Customer).At(row.At)))
            .Concat(history.Customers.Select(static row => Step(StepRank.SignUp, row.SignedUpAt, SignUpOf(row))))
            .Concat(history.Shares.Select(static row => Step(
                StepRank.Share, row.At, Share.Of(row.Id, row.Advocate, row.Channel).At(row.At))))
            .Concat(history.Clicks.Select(static row => Step(
                StepRank.Click, row.At, Touch.ClickOfShare(row.ShareId, row.Visitor, row.At).WithKey("click:" + row.Id))))
            .Concat(Orders(history, sales, unmatched))
            .Concat(history.Costs.Where(static row => !row.IsReward).Select(static row => Step(
                StepRank.Cost, row.At, ProgramCost.Of(Numbered("cost", row.Line), row.Channel, row.Kind, row.Amount).At(row.At))))
            .Concat(history.Answers.Select(static row => Step(
                StepRank.Answer, row.At, SurveyAnswer.Of(row.Customer, row.Score).At(row.At).WithKey(Numbered("answer", row.Line)))));
        return [.. steps.OrderBy(static step => step.At).ThenBy(static step => step.Rank)];
    }

    /// <summary>
    /// Who enrolled when. A product that did not write it down is taken to have enrolled each referrer with the first share, or
    /// with the first customer whom it names as referred.
    /// </summary>
    private static IEnumerable<EnrollmentRow> Enrollments(ProductHistory history) => history.Enrollments
        ?? history.Shares.Select(static row => (Customer: row.Advocate, row.At))
            .Concat(history.Customers.Where(static row => row.IsReferredByName)
                .Select(static row => (Customer: row.Referrer!.Value, At: row.SignedUpAt)))
            .GroupBy(static row => row.Customer)
            .Select(static group => new EnrollmentRow(group.Key, group.Min(static row => row.At), null));

    private static SignUp SignUpOf(CustomerRow row)
    {
        var signUp = SignUp.Of(row.Id).At(row.SignedUpAt).AcquiredVia(row.AcquiredVia);
        signUp = row.Segment is { } segment ? signUp.InSegment(segment) : signUp;
        signUp = row.Visitor is { } visitor ? signUp.ByVisitor(visitor) : signUp;
        signUp = row.Code is { } code ? signUp.WithCode(code) : signUp;
        return row.IsReferredByName ? signUp.ReferredBy(row.Referrer!.Value) : signUp;
    }

    private static IEnumerable<Step> Orders(
        ProductHistory history, IReadOnlyDictionary<string, string> sales, ICollection<OrderRow> unmatched)
    {
        var regions = history.Customers.Where(static row => row.Region is not null)
            .ToDictionary(static row => row.Id, static row => row.Region!);
        foreach (var row in history.Orders)
        {
            if (!row.IsRefund)
            {
                yield return Step(StepRank.Sale, row.At, SaleOf(row, regions.GetValueOrDefault(row.Customer)));
                continue;
            }

            if (!sales.TryGetValue(row.Id, out var sale))
            {
                unmatched.Add(row);
            }

            // A refund without its sale is reported all the same, under its own id: the SDK refuses it and keeps the reason.
            var refund = Refund.Of(row.Id, sale ?? row.Id, -row.Amount).At(row.At);
            yield return Step(StepRank.Refund, row.At, row.Margin is { } margin ? refund.WithMargin(-margin) : refund);
        }
    }

    private static Conversion SaleOf(OrderRow row, string? region)
    {
        var sale = Conversion.Of(row.Customer, row.Id, row.Event, row.Amount).At(row.At);
        sale = row.Margin is { } margin ? sale.WithMargin(margin) : sale;
        return region is null ? sale : sale.With("region", region);
    }

    private static Step Step(StepRank rank, Instant at, ReferralInput input) => new(at, rank, input);

    private static string Numbered(string kind, int line) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{line}");
}
