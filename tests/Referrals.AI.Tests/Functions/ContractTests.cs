using System.Globalization;
using System.Text;
using System.Text.Json;
using Referrals.Tests;

namespace Referrals.AI.Tests.Functions;

/// <summary>The functions are a public contract: their names, words and schemas, and who sees which.</summary>
public sealed class ContractTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Functions_are_as_approved()
    {
        var text = new StringBuilder();
        foreach (var tool in ReferralTools.Catalogue)
        {
            text.Append(CultureInfo.InvariantCulture, $"{tool.Name}: {tool.Title}\n{tool.Description}\n")
                .Append("input ").Append(JsonSerializer.Serialize(tool.InputSchema, Indented)).Append('\n')
                .Append("output ").Append(JsonSerializer.Serialize(tool.OutputSchema, Indented)).Append("\n\n");
        }

        Approvals.Verify(text.ToString());
    }

    [Fact]
    public async Task Each_role_sees_its_functions_and_no_others()
    {
        await using var shop = new AssistantShop();
        var roles = new (string Name, ToolCaller Caller)[]
        {
            ("participant", AssistantShop.Participant("ann")),
            ("team, nothing", AssistantShop.Team(ToolPermissions.None)),
            ("support", AssistantShop.Team(ToolPermissions.Support)),
            ("analyst", AssistantShop.Team(ToolPermissions.Analysis)),
            ("decider", AssistantShop.Team(ToolPermissions.Decisions)),
            ("support and decider", AssistantShop.Team(ToolPermissions.Support | ToolPermissions.Decisions)),
        };
        var text = new StringBuilder();
        foreach (var tool in ReferralTools.Catalogue)
        {
            var allowed = roles.Where(role => shop.Tools.For(role.Caller).Any(function => function.Name == tool.Name)).Select(static role => role.Name);
            text.Append(CultureInfo.InvariantCulture, $"{tool.Name,-26}{string.Join(", ", allowed)}\n");

            // What is not listed cannot be called by its name either.
            Assert.All(roles, role => Assert.Equal(shop.Tools.For(role.Caller).Any(function => function.Name == tool.Name), shop.Tools.Find(role.Caller, tool.Name) is not null));
        }

        Approvals.Verify(text.ToString());
    }

    [Fact]
    public void No_function_of_participants_takes_a_person()
    {
        string[] persons = ["customer", "referee", "referrer", "owner", "user", "person", "email", "name"];
        foreach (var tool in ReferralTools.Catalogue.Where(static tool => tool.IsForParticipants))
        {
            Assert.DoesNotContain(
                tool.InputSchema.GetProperty("properties").EnumerateObject(),
                argument => persons.Any(person => argument.Name.Contains(person, StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public void Schemas_are_closed_and_every_argument_is_bounded_and_described()
    {
        foreach (var tool in ReferralTools.Catalogue)
        {
            Assert.False(tool.InputSchema.GetProperty("additionalProperties").GetBoolean());
            Assert.All(tool.InputSchema.GetProperty("properties").EnumerateObject(), argument =>
            {
                Assert.NotEmpty(argument.Value.GetProperty("description").GetString()!);
                Assert.True(argument.Value.TryGetProperty("enum", out _) || argument.Value.TryGetProperty("maxLength", out _) || argument.Value.TryGetProperty("maxItems", out _));
            });
            Assert.Equal("object", tool.OutputSchema.GetProperty("type").GetString());
            Assert.True(tool.Description.Length <= 400, $"{tool.Name}: {tool.Description.Length}");
        }
    }
}
