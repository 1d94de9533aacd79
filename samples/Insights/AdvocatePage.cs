using Referrals.Insights.Advocates;

namespace InsightsSample;

/// <summary>Who will refer a friend, what do the best sources have in common, and what to do next?</summary>
internal static class AdvocatePage
{
    private const double EndOfYear = 365;

    public static void Print(string folder, TextWriter output)
    {
        output.WriteLine("ADVOCATES: who will refer a friend in the 60 days to come");
        output.WriteLine();
        var customers = CsvColumns.Read(Path.Combine(folder, "customers.csv"));
        var orders = CsvColumns.Read(Path.Combine(folder, "orders.csv"));
        var shares = CsvColumns.Read(Path.Combine(folder, "shares.csv"));
        var (ids, signedUp, channels) = (customers.Text("customer_id"), customers.Days("signup_at"), customers.Text("acquired_via"));
        var (referrers, friends, cameAt) = Friends(folder, customers, shares);

        var facts = AdvocateFacts.Of(ids, signedUp, channels, customers.Text("segment"), until: EndOfYear)
            .WithOrders(orders.Text("customer_id"), orders.Days("at"), orders.Numbers("amount"))
            .WithShares(shares.Text("advocate_id"), shares.Days("at"))
            .WithFriends(referrers, friends, cameAt);
        var trained = AdvocateScore.Train(facts, new AdvocateOptions { Horizon = 60 });
        if (!trained.HasValue)
        {
            output.WriteLine(trained.Refusal.Message);
            return;
        }

        var score = trained.Value;
        output.Write(score.ToText());

        var ranking = score.Rank(facts, at: EndOfYear).OrThrow();
        output.WriteLine("The most likely ones at the end of the year, and why:");
        foreach (var person in ranking.People.Take(3))
        {
            output.WriteLine($"  {person.Id}  {person.Probability:P0}");
            foreach (var reason in ranking.ReasonsFor(person.Id))
            {
                output.WriteLine($"    {reason}");
            }
        }

        output.WriteLine();
        PrintSources(facts, output);

        var plan = NextActions.Plan(ranking, facts, contacts: [], new ContactPolicy { MostContacts = 2, Window = 30 });
        output.WriteLine($"Next actions for {plan.Count:N0} customers, at most 2 contacts in 30 days:");
        foreach (var group in plan.GroupBy(one => (one.Action, one.Reason)).OrderByDescending(group => group.Key.Action).ThenBy(group => group.Key.Reason))
        {
            output.WriteLine($"  {group.Key.Action,-11}{group.Count(),7:N0}  {group.Key.Reason}");
        }
    }

    private static void PrintSources(AdvocateFacts facts, TextWriter output)
    {
        // What they were when the last quarter began, and whom they brought in it.
        var groups = SourceGroups.Of(facts, at: EndOfYear - 91).OrThrow();
        output.WriteLine($"{groups.Sources:N0} of {groups.People:N0} customers brought a friend in the last quarter:");
        output.WriteLine($"  {"",-9}{"",-18}{"customers",10}{"sources",9}{"rate",8}{"of all",8}{"lift",8}{"95 % interval",19}  verdict");
        foreach (var group in groups.Groups)
        {
            var (lift, interval) = group.Lift.HasValue
                ? ($"{1 + group.Lift.Value.Value:N2}", $"{1 + group.Lift.Value.Interval.Low:N2} to {1 + group.Lift.Value.Interval.High:N2}")
                : ("-", "");
            var verdict = group.IsBetter ? "better" : group.IsWorse ? "worse" : "undecided";
            output.Write($"  {group.Feature,-9}{group.Name,-18}{group.People,10:N0}{group.Sources,9:N0}{group.Rate.Value,8:P1}");
            output.WriteLine($"{group.ShareOfSources.Value,8:P0}{lift,8}{interval,19}  {verdict}");
        }

        var alike = groups.LookAlikes(facts, at: EndOfYear);
        output.WriteLine($"{alike.Count:N0} customers without a friend so far are in a better group.");
        output.WriteLine();
    }

    /// <summary>Who brought whom: by the code that the friend typed, the referrer that the shop knows, or the last link that the friend clicked before the
    /// sign-up.</summary>
    private static (string[] Referrers, string[] Friends, double[] Days) Friends(string folder, CsvColumns customers, CsvColumns shares)
    {
        var clicks = CsvColumns.Read(Path.Combine(folder, "clicks.csv"));
        var advocates = shares.Text("share_id").Zip(shares.Text("advocate_id")).ToDictionary(share => share.First, share => share.Second);
        var enrollments = CsvColumns.Read(Path.Combine(folder, "enrollments.csv"));
        var ofCode = enrollments.Text("code").Zip(enrollments.Text("customer_id"))
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
        var byVisitor = clicks.Text("visitor_id").Zip(clicks.Days("at"), clicks.Text("share_id"))
            .ToLookup(click => click.First, click => (At: click.Second, Share: click.Third));
        var (ids, days, visitors, codes) = (customers.Text("customer_id"), customers.Days("signup_at"), customers.Text("visitor_id"), customers.Text("code"));
        var (channels, told) = (customers.Text("acquired_via"), customers.Text("referrer_id"));
        var found = Enumerable.Range(0, customers.Rows).Where(row => channels[row] == "referral")
            .Select(row => (
                Referrer: ofCode.TryGetValue(codes[row], out var referrer) ? referrer
                    : told[row].Length > 0 ? told[row]
                    : byVisitor[visitors[row]].Where(click => click.At <= days[row]).OrderBy(click => click.At)
                    .Select(click => advocates[click.Share]).LastOrDefault(""),
                Friend: ids[row],
                Day: days[row]))
            .Where(one => one.Referrer.Length > 0 && one.Referrer != one.Friend).ToArray();
        return ([.. found.Select(one => one.Referrer)], [.. found.Select(one => one.Friend)], [.. found.Select(one => one.Day)]);
    }
}
