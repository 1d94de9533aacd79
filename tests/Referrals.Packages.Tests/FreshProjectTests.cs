namespace Referrals.Packages.Tests;

/// <summary>What a developer does first: a new console project, the packages, a few lines, and it runs.</summary>
[Collection(PackedPackagesCollection.Name)]
public sealed class FreshProjectTests(PackedPackages packed)
{
    /// <summary>What the sample needs besides ours, at the versions of this repository.</summary>
    private static readonly string[] PackagesOfTheSample =
        ["Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.Extensions.DependencyInjection", "SQLitePCLRaw.bundle_e_sqlite3"];

    /// <summary>A referral through the core alone; what the trimmer removes by mistake, this would miss.</summary>
    private const string InMemoryProgram =
        """
        using Referrals;
        using Referrals.Programs;
        using Referrals.Storage.InMemory;

        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase").First())
            .RewardReferrer(r => r.Flat(10, "EUR")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));

        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        var enrolled = await referrals.EnrollAsync(Enrollment.Of(alice));
        await referrals.SignUpAsync(SignUp.Of(bob).WithCode(enrolled.DisplayCode));
        await referrals.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));
        Console.WriteLine((await referrals.GetBalancesAsync(alice))[0]);
        """;

    [Fact]
    public void Fresh_console_project_runs_a_referral_through_the_packages()
    {
        var folder = packed.NewProjectFolder("Fresh");
        _ = Dotnet.Run(folder, "new", "console", "--no-restore", "--output", folder, "--name", "Fresh");
        AddPackages(folder);
        File.Copy(Path.Combine(Repository.Root, "samples", "Quickstart", "Program.cs"), Path.Combine(folder, "Program.cs"), overwrite: true);

        _ = Dotnet.Run(folder, "build", "--configuration", "Release", "-warnaserror");
        var first = Dotnet.Run(folder, "run", "--no-build", "--configuration", "Release");
        var again = Dotnet.Run(folder, "run", "--no-build", "--configuration", "Release");

        Assert.Contains("[conversion.rewarded, spring version 1]", first, StringComparison.Ordinal);
        Assert.EndsWith("Alice has 10.00 EUR, Bob has 5.00 EUR.\n", first, StringComparison.Ordinal);
        Assert.Equal(first, again);
        Assert.True(File.Exists(Path.Combine(folder, "quickstart.db")));
    }

    [Fact]
    public void Trimmed_program_has_no_warning_and_still_runs()
    {
        var folder = packed.NewProjectFolder("Trimmed");
        File.WriteAllText(
            Path.Combine(folder, "Trimmed.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <PublishTrimmed>true</PublishTrimmed>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <SelfContained>true</SelfContained>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Referrals" Version="{packed.Version}" />
                <!-- The whole library is kept and analysed, not only what the program happens to call. -->
                <TrimmerRootAssembly Include="Referrals" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), InMemoryProgram);

        var published = Path.Combine(folder, "published");
        _ = Dotnet.Run(folder, "publish", "--configuration", "Release", "--output", published);

        Assert.Equal("10.00 EUR\n", Dotnet.RunProgram(Path.Combine(published, "Trimmed"), folder));
    }

    private void AddPackages(string folder)
    {
        foreach (var package in Repository.Packages)
        {
            Add(package, packed.Version);
        }

        foreach (var package in PackagesOfTheSample)
        {
            Add(package, Repository.VersionOf(package));
        }

        void Add(string package, string version) => Dotnet.Run(folder, "add", "package", package, "--version", version, "--no-restore");
    }
}
