using NodaTime;
using Referrals.Crm.Fakes;

namespace Referrals.Crm.Tests.Syncing;

public sealed class SalesforceSyncTests
{
    [Fact]
    public async Task Persons_are_written_with_whom_they_were_referred_by()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna", "bob");
        await shop.BuyAsync("bob", "order-1");

        var round = await shop.MirrorAsync();

        Assert.Equal((2, 2, 0, 0), (round.People, round.Written, round.SetAside, round.Postponed));
        var (anna, bob) = (shop.Contact("anna"), shop.Contact("bob"));
        Assert.Equal("active", anna.Fields["Referral_Status__c"]);
        Assert.Equal("1", anna.Fields["Referrals_Total__c"]);
        Assert.Equal("0", anna.Fields["Referrals_Rewarded__c"]);
        Assert.StartsWith("https://shop.example/r/", anna.Fields["Referral_Link__c"], StringComparison.Ordinal);
        Assert.Equal("Of anna", anna.Fields["LastName"]);
        Assert.Equal(anna.Id, bob.Fields["Referred_By__c"]);
        Assert.Equal("qualified", bob.Fields["Referral_Stage__c"]);
        Assert.Equal("2026-03-01T12:00:00.000Z", bob.Fields["Referred_At__c"]);
    }

    [Fact]
    public async Task Many_facts_of_a_person_are_one_record_in_one_call()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna", "bob");
        _ = await shop.MirrorAsync();
        var before = shop.Salesforce.Calls.Count;
        for (var order = 0; order < 50; order++)
        {
            await shop.BuyAsync("bob", $"order-{order}");
        }

        var round = await shop.MirrorAsync();

        Assert.Equal(1, round.Written);
        Assert.Equal(2, shop.Salesforce.Calls.Count - before);
    }

    [Fact]
    public async Task What_the_crm_holds_already_is_not_sent()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna", "bob");
        _ = await shop.MirrorAsync();
        var before = shop.Salesforce.Calls.Count;

        await shop.Crm.NoteAsync(CustomerId.From("anna"));
        var round = await shop.Crm.SyncAsync();

        Assert.Equal((1, 0), (round.People, round.Written));
        Assert.Equal(before, shop.Salesforce.Calls.Count);
    }

    [Fact]
    public async Task Three_hundred_persons_are_two_batches()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(o => o.Mapping = o.Mapping with
        {
            Person = CrmObject.Of("Contact", "Referral_Person_Id__c").Field("LastName__c", CrmValues.PersonId),
        });
        shop.Salesforce.Schema["Contact"].Add("LastName__c");
        shop.Salesforce.Required.Clear();
        for (var customer = 0; customer < 300; customer++)
        {
            _ = await shop.EnrollAsync($"c{customer}");
        }

        var round = await shop.MirrorAsync();

        Assert.Equal(300, round.Written);
        Assert.Equal(2, shop.Salesforce.Calls.Count);
    }

    [Fact]
    public async Task Fields_of_the_users_are_filled_only_if_they_are_empty_and_others_are_never_touched()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        var contact = shop.Salesforce.Add(
            "Contact", ("Referral_Person_Id__c", "anna"), ("LastName", "Kept"), ("OwnerId", "005"), ("Description", "calls on Mondays"));
        await shop.ReferAsync("anna");

        _ = await shop.MirrorAsync();

        Assert.Same(contact, shop.Contact("anna"));
        Assert.Equal(("Kept", "Given", "anna@example.com"), (contact.Fields["LastName"], contact.Fields["FirstName"], contact.Fields["Email"]));
        Assert.Equal(("005", "calls on Mondays"), (contact.Fields["OwnerId"], contact.Fields["Description"]));
        Assert.Contains("Referral_Code__c", contact.Fields.Keys);
    }

    [Fact]
    public async Task A_refused_record_is_set_aside_with_the_crms_words_and_goes_on_by_hand()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        shop.Salesforce.Validation = static fields => fields.GetValueOrDefault("Email") == "bob@example.com" ? "Bob must have a telephone number." : null;
        await shop.ReferAsync("anna", "bob", "cora");

        var round = await shop.MirrorAsync();

        Assert.Equal((2, 1), (round.Written, round.SetAside));
        var record = Assert.Single(await shop.Crm.ReadSetAsideAsync());
        Assert.Equal(("bob", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Bob must have a telephone number."), (record.Customer.Value, record.Code, record.Words));

        var calls = shop.Salesforce.Calls.Count;
        await shop.Crm.NoteAsync(CustomerId.From("bob"));
        _ = await shop.Crm.SyncAsync();
        Assert.Equal(calls, shop.Salesforce.Calls.Count);

        shop.Salesforce.Validation = static _ => null;
        Assert.Equal(1, await shop.Crm.RetryAsync("FIELD_CUSTOM_VALIDATION_EXCEPTION"));
        _ = await shop.Crm.SyncAsync();
        Assert.Equal("signed_up", shop.Contact("bob").Fields["Referral_Stage__c"]);
        Assert.Empty(await shop.Crm.ReadSetAsideAsync());
    }

    [Fact]
    public async Task A_friend_is_written_without_the_lookup_while_the_referrer_is_set_aside_and_gets_it_later()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        shop.Salesforce.Validation = static fields => fields.GetValueOrDefault("Email") == "anna@example.com" ? "No." : null;
        await shop.ReferAsync("anna", "bob");
        _ = await shop.MirrorAsync();
        Assert.DoesNotContain("Referred_By__c", shop.Contact("bob").Fields.Keys);

        shop.Salesforce.Validation = static _ => null;
        _ = await shop.Crm.RetryAsync(Assert.Single(await shop.Crm.ReadSetAsideAsync()));
        _ = await shop.Crm.SyncAsync();

        Assert.Equal(shop.Contact("anna").Id, shop.Contact("bob").Fields["Referred_By__c"]);
    }

    [Fact]
    public async Task A_referrer_who_was_never_noted_comes_first()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna", "bob");
        await shop.Crm.NoteAsync(CustomerId.From("bob"));

        _ = await shop.Crm.SyncAsync();
        shop.Clock.Advance(Duration.FromSeconds(6));
        _ = await shop.Crm.SyncAsync();

        Assert.Equal(shop.Contact("anna").Id, shop.Contact("bob").Fields["Referred_By__c"]);
    }

    [Fact]
    public async Task Referrals_and_rewards_are_mirrored_into_objects_of_their_own()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(static o => o.Mapping = o.Mapping with
        {
            Referral = CrmMapping.SalesforceReferral,
            Reward = CrmMapping.SalesforceReward,
        });
        await shop.ReferAsync("anna", "bob");
        await shop.BuyAsync("bob", "order-1", 80);
        _ = await shop.MirrorAsync();

        var referral = Assert.Single(shop.Salesforce.Of("Referral__c"));
        Assert.Equal((shop.Contact("anna").Id, shop.Contact("bob").Id, "qualified"), (referral.Fields["Referrer__c"], referral.Fields["Friend__c"], referral.Fields["Stage__c"]));
        var reward = Assert.Single(shop.Salesforce.Of("Referral_Reward__c"), static one => one.Fields["Side__c"] == "referrer");
        Assert.Equal(("8", "EUR", "held", "order-1"), (reward.Fields["Amount__c"].Split('.')[0], reward.Fields["Unit__c"], reward.Fields["Status__c"], reward.Fields["Conversion__c"]));
        Assert.Equal((shop.Contact("anna").Id, shop.Contact("bob").Id), (reward.Fields["Owner_Person__c"], reward.Fields["Friend__c"]));

        shop.Clock.Advance(Duration.FromDays(15));
        _ = await shop.Engine.Operations.ProcessDueAsync(shop.Clock.GetCurrentInstant());
        _ = await shop.MirrorAsync();

        Assert.Equal(("vested", "rewarded", "1"), (reward.Fields["Status__c"], referral.Fields["Stage__c"], shop.Contact("anna").Fields["Referrals_Rewarded__c"]));
    }

    [Theory]
    [InlineData(CrmDuplicates.SetAside)]
    [InlineData(CrmDuplicates.UseExisting)]
    [InlineData(CrmDuplicates.SaveAnyway)]
    public async Task A_contact_of_the_same_address_is_treated_as_the_options_say(CrmDuplicates duplicates)
    {
        await using var shop = await CrmShop.OfSalesforceAsync(o => o.Duplicates = duplicates);
        shop.Salesforce.HasDuplicateRule = true;
        var known = shop.Salesforce.Add("Contact", ("LastName", "Known"), ("Email", "anna@example.com"), ("Description", "ours for years"));
        await shop.ReferAsync("anna");

        var round = await shop.MirrorAsync();

        Assert.Equal(duplicates == CrmDuplicates.SaveAnyway ? 2 : 1, shop.Salesforce.Of("Contact").Count);
        Assert.Equal(duplicates == CrmDuplicates.SetAside ? 1 : 0, round.SetAside);
        if (duplicates == CrmDuplicates.UseExisting)
        {
            Assert.Same(known, shop.Contact("anna"));
            Assert.Equal(("Known", "ours for years", "Given"), (known.Fields["LastName"], known.Fields["Description"], known.Fields["FirstName"]));
        }
        else if (duplicates == CrmDuplicates.SetAside)
        {
            Assert.Equal("DUPLICATES_DETECTED", Assert.Single(await shop.Crm.ReadSetAsideAsync()).Code);
        }
    }

    [Fact]
    public async Task A_contact_of_another_person_of_ours_is_not_taken()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(static o => o.Duplicates = CrmDuplicates.UseExisting);
        shop.Salesforce.HasDuplicateRule = true;
        shop.People.Email = static _ => "family@example.com";
        await shop.ReferAsync("anna");
        await shop.ReferAsync("zoe");

        _ = await shop.MirrorAsync();

        var record = Assert.Single(await shop.Crm.ReadSetAsideAsync());
        Assert.Equal(CrmCodes.RecordTaken, record.Code);
        Assert.Single(shop.Salesforce.Of("Contact"));
    }

    [Fact]
    public async Task An_ended_token_is_replaced_once_and_the_call_repeated()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna");
        _ = await shop.MirrorAsync();
        shop.Salesforce.EndTokens();
        await shop.ReferAsync("bob");

        var round = await shop.MirrorAsync();

        Assert.Equal((1, 0), (round.Written, round.Postponed));
        Assert.Equal(2, shop.Salesforce.Tokens);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_nothing_is_lost()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        shop.Salesforce.TokenRefusal = "user hasn't approved this consumer";
        await shop.ReferAsync("anna");

        var round = await shop.MirrorAsync();

        Assert.Equal((0, 1), (round.Written, round.Postponed));
        Assert.Empty(shop.Salesforce.Calls);
        Assert.Contains(shop.Logs.All, static line => line.Id.Id == 92);
        shop.Salesforce.TokenRefusal = null;
        shop.Clock.Advance(Duration.FromMinutes(16));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Fact]
    public async Task A_used_up_limit_stops_all_calls_for_half_an_hour()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna");
        shop.Salesforce.Faults.Enqueue(Fault.Limit);
        _ = await shop.MirrorAsync();
        _ = await shop.Crm.SyncAsync();
        shop.Clock.Advance(Duration.FromMinutes(29));
        _ = await shop.Crm.SyncAsync();
        Assert.Single(shop.Salesforce.Calls);

        shop.Clock.Advance(Duration.FromMinutes(2));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Fact]
    public async Task Calls_of_others_are_left_their_share_of_the_day()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(static o => o.LimitShare = 0.8);
        shop.Salesforce.DailyLimit = 100;
        shop.Salesforce.Usage = 79;
        await shop.ReferAsync("anna");

        _ = await shop.MirrorAsync();
        Assert.Single(shop.Salesforce.Calls);

        shop.Salesforce.Usage = 0;
        shop.Clock.Advance(Duration.FromMinutes(16));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Fact]
    public async Task A_lost_answer_creates_nothing_twice()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        await shop.ReferAsync("anna");
        shop.Salesforce.Faults.Enqueue(Fault.None);
        shop.Salesforce.Faults.Enqueue(Fault.AnswerLost);
        Assert.Equal(0, (await shop.MirrorAsync()).Written);
        Assert.Single(shop.Salesforce.Of("Contact"));

        shop.Clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
        Assert.Single(shop.Salesforce.Records);
    }

    [Fact]
    public async Task A_locked_row_comes_again_alone_and_is_set_aside_in_the_end()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(static o => o.MaxAttempts = 3);
        await shop.ReferAsync("anna");
        await shop.ReferAsync("bob");
        shop.Salesforce.IsLocked = static id => id == "bob";
        for (var attempt = 0; attempt < 3; attempt++)
        {
            shop.Salesforce.Faults.Enqueue(Fault.None);
            shop.Salesforce.Faults.Enqueue(Fault.RowsLocked);
            _ = await shop.MirrorAsync();
            shop.Clock.Advance(Duration.FromHours(1));
        }

        Assert.Equal("active", shop.Contact("anna").Fields["Referral_Status__c"]);
        Assert.Equal("UNABLE_TO_LOCK_ROW", Assert.Single(await shop.Crm.ReadSetAsideAsync()).Code);
    }

    [Fact]
    public async Task A_field_that_is_not_there_sets_aside_and_names_itself()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(static o => o.Mapping = o.Mapping with { Person = o.Mapping.Person.Field("Missing__c", CrmValues.PersonSegment) });
        await shop.ReferAsync("anna");

        _ = await shop.MirrorAsync();

        var record = Assert.Single(await shop.Crm.ReadSetAsideAsync());
        Assert.Equal("INVALID_FIELD", record.Code);
        Assert.Contains("Missing__c", record.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_to_be_mirrored_is_not_sent_and_a_friend_needs_no_lookup_of_them()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        shop.People.LeftOut.Add("anna");
        await shop.ReferAsync("anna", "bob");

        _ = await shop.MirrorAsync();

        var contact = Assert.Single(shop.Salesforce.Of("Contact"));
        Assert.Equal("bob", contact.Fields["Referral_Person_Id__c"]);
        Assert.DoesNotContain("Referred_By__c", contact.Fields.Keys);
    }

    [Fact]
    public async Task An_erased_person_leaves_an_empty_contact_whom_nobody_names()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(
            static o => o.Mapping = o.Mapping with { Referral = CrmMapping.SalesforceReferral, Reward = CrmMapping.SalesforceReward }, erasable: true);
        await shop.ReferAsync("anna", "bob");
        await shop.BuyAsync("bob", "order-1");
        _ = await shop.MirrorAsync();
        var (anna, bob) = (shop.Contact("anna"), shop.Contact("bob"));
        anna.Fields["Description"] = "a user's own words";

        _ = await shop.Engine.Privacy.EraseAsync(CustomerId.From("anna"));
        _ = await shop.MirrorAsync();

        Assert.Equal(["Description", "Email", "FirstName", "LastName"], anna.Fields.Keys.Order());
        Assert.DoesNotContain("Referred_By__c", bob.Fields.Keys);
        var referral = Assert.Single(shop.Salesforce.Of("Referral__c"));
        Assert.DoesNotContain("Referrer__c", referral.Fields.Keys);
        Assert.Equal(bob.Id, referral.Fields["Friend__c"]);
        var reward = Assert.Single(shop.Salesforce.Of("Referral_Reward__c"), static one => one.Fields["Side__c"] == "referrer");
        Assert.DoesNotContain("Owner_Person__c", reward.Fields.Keys);
        Assert.Equal("EUR", reward.Fields["Unit__c"]);
    }

    [Fact]
    public async Task Somebody_erased_after_a_lost_answer_is_found_and_emptied()
    {
        await using var shop = await CrmShop.OfSalesforceAsync(erasable: true);
        await shop.ReferAsync("anna");
        shop.Salesforce.Faults.Enqueue(Fault.None);
        shop.Salesforce.Faults.Enqueue(Fault.AnswerLost);
        _ = await shop.MirrorAsync();
        Assert.Equal("anna", Assert.Single(shop.Salesforce.Of("Contact")).Fields["Referral_Person_Id__c"]);

        _ = await shop.Engine.Privacy.EraseAsync(CustomerId.From("anna"));
        shop.Clock.Advance(Duration.FromMinutes(1));
        _ = await shop.MirrorAsync();

        Assert.Equal(["Email", "FirstName", "LastName"], Assert.Single(shop.Salesforce.Of("Contact")).Fields.Keys.Order());
    }

    [Fact]
    public async Task No_log_names_a_person_or_repeats_the_crms_words()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        shop.Salesforce.Validation = static fields => $"{fields["Email"]} is not allowed.";
        await shop.ReferAsync("anna", "bob");

        _ = await shop.MirrorAsync();

        Assert.Contains(shop.Logs.All, static line => line.Id.Id == 90);
        Assert.DoesNotContain(shop.Logs.All, static line => line.Text.Contains("anna", StringComparison.Ordinal) || line.Text.Contains("bob", StringComparison.Ordinal));
    }
}
