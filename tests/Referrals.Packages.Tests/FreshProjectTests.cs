namespace Referrals.Packages.Tests;

/// <summary>What a developer does first: a new console project, the packages, a few lines, and it runs.</summary>
[Collection(PackedPackagesCollection.Name)]
public sealed class FreshProjectTests(PackedPackages packed)
{
    [Fact]
    public void Fresh_console_project_runs_a_referral_through_the_packages()
    {
        var folder = packed.NewProjectFolder("Fresh");
        _ = Dotnet.Run(folder, "new", "console", "--no-restore", "--output", folder, "--name", "Fresh");
        WriteProject(folder);
        WriteProgram(folder);

        _ = Dotnet.Run(folder, "build", "--configuration", "Release", "-warnaserror");
        var printed = Dotnet.Run(folder, "run", "--no-build", "--configuration", "Release");

        Assert.Equal("49.90 EUR\n", printed);
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
        WriteProgram(folder);

        var published = Path.Combine(folder, "published");
        _ = Dotnet.Run(folder, "publish", "--configuration", "Release", "--output", published);

        Assert.Equal("49.90 EUR\n", Dotnet.RunProgram(Path.Combine(published, "Trimmed"), folder));
    }

    private static void WriteProgram(string folder) =>
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "Console.WriteLine(Referrals.Amount.Parse(\"49.9 EUR\"));\n");

    private void WriteProject(string folder)
    {
        foreach (var package in Repository.Packages)
        {
            _ = Dotnet.Run(folder, "add", "package", package, "--version", packed.Version, "--no-restore");
        }
    }
}
