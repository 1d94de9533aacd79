using NodaTime;
using Referrals.Crm.Fakes;

namespace Referrals.Crm.Tests.Syncing;

public sealed class HubSpotSyncTests
{
    [Fact]
    public async Task Contacts_are_written_as_text()
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        await shop.ReferAsync("anna", "bob");
        await shop.BuyAsync("bob", "order-1");

        var round = await shop.MirrorAsync();

        Assert.Equal((2, 0), (round.Written, round.SetAside));
        var bob = shop.HubSpotContact("bob");
        Assert.Equal(("anna", "qualified", "2026-03-01T12:00:00.000Z"), (bob.Fields["referred_by_person_id"], bob.Fields["referral_stage"], bob.Fields["referred_at"]));
        Assert.Equal(("1", "active", "anna@example.com"), (
            shop.HubSpotContact("anna").Fields["referrals_total"], shop.HubSpotContact("anna").Fields["referral_status"], shop.HubSpotContact("anna").Fields["email"]));
    }

    [Fact]
    public async Task One_wrong_record_is_set_aside_and_the_others_are_written()
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        shop.HubSpot.Validation = static fields => fields.GetValueOrDefault("email") == "bob@example.com" ? "Property values were not valid" : null;
        await shop.ReferAsync("anna", "bob", "cora");

        var round = await shop.MirrorAsync();

        Assert.Equal((2, 1), (round.Written, round.SetAside));
        var record = Assert.Single(await shop.Crm.ReadSetAsideAsync());
        Assert.Equal(("bob", "VALIDATION_ERROR"), (record.Customer.Value, record.Code));
        Assert.Equal("Property values were not valid (correlation aeb5f871-7f07-4993-9211-075dc63e7cbf)", record.Words);
    }

    [Fact]
    public async Task Of_a_batch_that_is_refused_as_a_whole_the_wrong_record_is_found()
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        shop.HubSpot.RefusesWholeBatches = true;
        shop.HubSpot.Validation = static fields => fields.GetValueOrDefault("email") is "c7@example.com" or "c40@example.com" ? "Property values were not valid" : null;
        for (var customer = 0; customer < 64; customer++)
        {
            _ = await shop.EnrollAsync($"c{customer}");
        }

        var round = await shop.MirrorAsync();

        Assert.Equal((62, 2), (round.Written, round.SetAside));
        Assert.Equal(["c40", "c7"], (await shop.Crm.ReadSetAsideAsync()).Select(static one => one.Customer.Value));
        Assert.InRange(shop.HubSpot.Calls.Count, 2, 1 + (2 * ((2 * 6) + 1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_contact_that_is_there_already_becomes_the_persons_where_the_options_say_so(bool refusesWholeBatches)
    {
        await using var shop = await CrmShop.OfHubSpotAsync(static o => o.Duplicates = CrmDuplicates.UseExisting);
        shop.HubSpot.RefusesWholeBatches = refusesWholeBatches;
        var known = shop.HubSpot.Add("contacts", ("email", "anna@example.com"), ("lastname", "Known"), ("company", "Lamps"));
        await shop.ReferAsync("anna", "bob");

        var round = await shop.MirrorAsync();

        Assert.Equal((2, 0), (round.Written, round.SetAside));
        Assert.Same(known, shop.HubSpotContact("anna"));
        Assert.Equal(("Known", "Lamps", "active"), (known.Fields["lastname"], known.Fields["company"], known.Fields["referral_status"]));
    }

    [Fact]
    public async Task A_contact_that_is_there_already_is_set_aside_by_default()
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        var known = shop.HubSpot.Add("contacts", ("email", "anna@example.com"));
        await shop.ReferAsync("anna");

        _ = await shop.MirrorAsync();

        var record = Assert.Single(await shop.Crm.ReadSetAsideAsync());
        Assert.Equal("CONFLICT", record.Code);
        Assert.StartsWith($"Contact already exists. Existing ID: {known.Id}", record.Words, StringComparison.Ordinal);
    }

    /// <summary>After the merge the survivor holds one of the two keys. The other person is not written into it, and nobody is doubled.</summary>
    [Fact]
    public async Task A_merge_of_two_persons_of_ours_doubles_nobody()
    {
        await using var shop = await CrmShop.OfHubSpotAsync(static o => o.Duplicates = CrmDuplicates.UseExisting);
        shop.People.Email = static _ => "family@example.com";
        await shop.ReferAsync("anna");
        _ = await shop.MirrorAsync();
        var other = shop.HubSpot.Add("contacts", ("referral_person_id", "zoe"));
        shop.HubSpot.Merge(shop.HubSpotContact("anna"), other);
        await shop.ReferAsync("zoe");

        _ = await shop.MirrorAsync();

        Assert.Equal(CrmCodes.RecordTaken, Assert.Single(await shop.Crm.ReadSetAsideAsync()).Code);
        Assert.Single(shop.HubSpot.Of("contacts"));
    }

    [Fact]
    public async Task An_access_token_of_half_an_hour_is_refreshed_before_it_ends()
    {
        await using var shop = await CrmShop.OfHubSpotAsync(static o => o.Credentials = HubSpotCredentials.RefreshToken(
            "client", static _ => ValueTask.FromResult("secret"), static _ => ValueTask.FromResult("refresh")));
        foreach (var customer in (string[])["anna", "bob", "cora"])
        {
            await shop.ReferAsync(customer);
            Assert.Equal(1, (await shop.MirrorAsync()).Written);
            shop.Clock.Advance(Duration.FromMinutes(15));
        }

        Assert.Equal(2, shop.HubSpot.Tokens);
    }

    [Fact]
    public async Task A_missing_scope_waits_for_people_and_sets_nothing_aside()
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        shop.HubSpot.MissingScope = "crm.objects.contacts.write";
        await shop.ReferAsync("anna");

        var round = await shop.MirrorAsync();
        Assert.Equal((0, 0, 1), (round.Written, round.SetAside, round.Postponed));
        Assert.Contains(shop.Logs.All, static line => line.Id.Id == 92 && line.Text.Contains("MISSING_SCOPES", StringComparison.Ordinal));

        shop.HubSpot.MissingScope = null;
        shop.Clock.Advance(Duration.FromMinutes(16));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Theory]
    [InlineData(Fault.Limit, 10)]
    [InlineData(Fault.Locked, 5)]
    [InlineData(Fault.Unavailable, 30)]
    [InlineData(Fault.Dropped, 30)]
    public async Task After_trouble_nothing_is_sent_for_its_time(object fault, int seconds)
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        await shop.ReferAsync("anna");
        shop.HubSpot.Faults.Enqueue((Fault)fault);
        _ = await shop.MirrorAsync();
        shop.Clock.Advance(Duration.FromSeconds(seconds - 1));
        _ = await shop.Crm.SyncAsync();
        Assert.Single(shop.HubSpot.Calls);

        shop.Clock.Advance(Duration.FromSeconds(1));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Fact]
    public async Task Half_of_the_window_is_left_to_others_by_default()
    {
        await using var shop = await CrmShop.OfHubSpotAsync(static o => o.LimitShare = 0.5);
        shop.HubSpot.WindowLimit = 8;
        for (var customer = 0; customer < 450; customer++)
        {
            _ = await shop.EnrollAsync($"c{customer}");
        }

        await shop.HandOverAsync();
        var written = new List<int>();
        for (var round = 0; round < 4; round++)
        {
            written.Add((await shop.Crm.SyncAsync()).Written);
            shop.Clock.Advance(Duration.FromSeconds(10));
        }

        // Each batch is a read and an upsert: four calls are two batches.
        Assert.Equal([200, 200, 50, 0], written);
    }

    [Fact]
    public async Task The_days_limit_is_waited_for_by_the_hour()
    {
        await using var shop = await CrmShop.OfHubSpotAsync();
        shop.HubSpot.Usage = shop.HubSpot.DailyLimit;
        await shop.ReferAsync("anna");
        _ = await shop.MirrorAsync();
        shop.Clock.Advance(Duration.FromMinutes(59));
        _ = await shop.Crm.SyncAsync();
        Assert.Single(shop.HubSpot.Calls);

        shop.HubSpot.Usage = 0;
        shop.Clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Fact]
    public async Task An_erased_person_leaves_a_contact_without_our_properties()
    {
        await using var shop = await CrmShop.OfHubSpotAsync(erasable: true);
        await shop.ReferAsync("anna", "bob");
        _ = await shop.MirrorAsync();
        var (anna, bob) = (shop.HubSpotContact("anna"), shop.HubSpotContact("bob"));

        _ = await shop.Engine.Privacy.EraseAsync(CustomerId.From("anna"));
        _ = await shop.MirrorAsync();

        Assert.Equal(["email", "firstname", "lastname"], anna.Fields.Keys.Order());
        Assert.DoesNotContain("referred_by_person_id", bob.Fields.Keys);
    }

    [Fact]
    public async Task Both_crms_can_be_kept_side_by_side_and_one_in_trouble_holds_up_no_other()
    {
        await using var shop = await CrmShop.StartAsync(static _ => { }, static _ => { });
        shop.Salesforce.TokenRefusal = "user hasn't approved this consumer";
        await shop.ReferAsync("anna");

        _ = await shop.MirrorAsync();

        Assert.Empty(shop.Salesforce.Of("Contact"));
        Assert.Equal("active", shop.HubSpotContact("anna").Fields["referral_status"]);
    }
}
