using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

public sealed class PurityTests
{
    /// <summary>The one file of a package that may reach for the machine's clock, to pass it on.</summary>
    private static readonly string[] Compositions =
        ["src/Referrals/Hosting/SystemTime.cs", "src/Referrals.Webhooks/WebhookClock.cs", "src/Referrals.Messages/MessageClock.cs", "src/Referrals.Crm/CrmClock.cs"];

    [Fact]
    public void Stages_are_functions_of_their_parameters()
    {
        var pure = FolderOrder.PureFolders.Select(rule => rule.Name).ToHashSet();
        Findings.None(
            from type in SourceTree.TypesOf(SourceTree.Core)
            let file = SourceTree.FileOf(type)
            where file is not null && pure.Contains(file.TopFolder)
            from offence in Offences(type, BannedMembers.InStages)
            select $"{file.Path} uses {offence}",
            "A stage takes values and gives a decision, so that it can be replayed, simulated and explained.");
    }

    [Fact]
    public void Only_the_composition_reads_the_clock()
    {
        Findings.None(
            from type in SourceTree.Packages.SelectMany(SourceTree.TypesOf)
            let file = SourceTree.FileOf(type)
            where file is not null && !Compositions.Contains(file.Path)
            from offence in Offences(type, BannedMembers.AmbientClock)
            select $"{file.Path} uses {offence}",
            $"Time comes in from outside. Only {string.Join(" and ", Compositions)} may ask the machine.");
    }

    [Fact]
    public void Only_one_file_draws_random_numbers()
    {
        Findings.None(
            from type in SourceTree.Packages.SelectMany(SourceTree.TypesOf)
            let file = SourceTree.FileOf(type)
            where file is not null && file.Path is not ("src/Referrals/Pipeline/CodeRandomness.cs" or "src/Referrals.Testing/RandomStories.cs")
            from offence in Offences(type, BannedMembers.AmbientRandomness)
            select $"{file.Path} uses {offence}",
            "Randomness comes in from outside. Only src/Referrals/Pipeline/CodeRandomness.cs may draw it, and generators for tests from a seed.");
    }

    [Fact]
    public void No_stage_is_asynchronous()
    {
        var pure = FolderOrder.PureFolders.Select(rule => rule.Name).ToHashSet();
        Findings.None(
            from file in SourceTree.CoreFiles
            where pure.Contains(file.TopFolder)
            from line in file.Lines
            where line.Contains(" async ", StringComparison.Ordinal) || line.Contains(" await ", StringComparison.Ordinal)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}",
            "Only the pipeline waits.");
    }

    /// <summary>Proof that the tests above can fail: each of these would be found in a stage.</summary>
    [Theory]
    [InlineData(typeof(ReadsTheClock), "System.DateTimeOffset.UtcNow")]
    [InlineData(typeof(DrawsAnId), "System.Guid.NewGuid")]
    [InlineData(typeof(WaitsInside), "System.Threading.Tasks.*")]
    [InlineData(typeof(ReadsAFile), "System.IO.File")]
    public void Impure_code_is_found(Type type, string expected) =>
        Assert.Contains(Offences(type, BannedMembers.InStages), offence => offence.Contains(expected, StringComparison.Ordinal));

    private static IEnumerable<string> Offences(Type type, IReadOnlyList<BannedMember> banned)
    {
        var types = TypeUses.TypesUsedBy(type);
        var members = TypeUses.MembersUsedBy(type);
        return from ban in banned
               where types.Any(ban.Covers) || members.Any(ban.Covers)
               select $"{ban.Name}; use {ban.Instead} instead";
    }

    private static class ReadsTheClock
    {
        public static long Ticks() => DateTimeOffset.UtcNow.Ticks;
    }

    private static class DrawsAnId
    {
        public static Func<string> Maker => () => Guid.NewGuid().ToString();
    }

    private static class WaitsInside
    {
        public static async Task Wait() => await Task.Yield();
    }

    private static class ReadsAFile
    {
        public static IEnumerable<string> Lines()
        {
            yield return File.ReadAllText("x");
        }
    }
}
