namespace Referrals.Tests.Architecture;

public sealed class SolutionTests
{
    /// <summary>What is not in the solution is neither built nor tested by the commands of the readme.</summary>
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(TestTree.PathOf("Referrals.sln"));
        string[] folders = ["src", "tests", "samples", "benchmarks"];
        Findings.None(
            from folder in folders
            where Directory.Exists(TestTree.PathOf(folder))
            from project in Directory.EnumerateFiles(TestTree.PathOf(folder), "*.csproj", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(TestTree.Root, project)
            where !solution.Contains(path.Replace('/', '\\'), StringComparison.Ordinal)
            select path,
            "Add the project with dotnet sln add.");
    }
}
