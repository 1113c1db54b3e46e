"""Names that a note is not to hold: common given names, in English and in Spanish; family names.

Sources: the most frequent given names of births 1960-2010, Social Security Administration, and
the most frequent family names of the 2010 census, both in the public domain; from memory of
the lists, not copied from a file, and no list holds every name: `looks_like` is a help for who
writes, not a proof.
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


GIVEN_NAMES = _listed("""
    aaron abby abigail abraham adam adrian adriana aidan aimee alan albert alberto alejandra
    alejandro alex alexa alexander alexandra alexis alfonso alfred alfredo alice alicia alison
    allen allison alma alonzo alyssa amanda amber amelia amy ana andre andrea andres andrew andy
    angel angela angelica angelina angie anita ann anna anne annette annie anthony antonia antonio
    april araceli ariana armando arnold arthur arturo ashlee ashley aubrey audrey austin ava
    bailey barbara barry beatrice beatriz becky benjamin benny bernadette bernard bernice bertha
    beth bethany betty beverly billie billy blake blanca bob bobbie bobby bonnie brad bradley
    brandi brandon brandy breanna brenda brendan brent brett brian briana brianna bridget brittany
    brittney brooke bruce bryan bryce caitlin caleb calvin cameron camila candace candice carl
    carla carlos carmen carol carolina caroline carolyn carrie carter casey cassandra cassie
    catherine cathy cecilia cedric celeste cesar chad charlene charles charlie charlotte chelsea
    cheryl chester chloe chris christian christie christina christine christopher christy cindy
    claire clara clarence claude claudia clayton clifford clint clinton clyde cody colin colleen
    connie connor corey cory courtney craig cristian cristina crystal curtis cynthia daisy dakota
    dale dalton damian damon dan dana daniel daniela danielle danny darius darlene darrell darren
    darryl daryl dave david dawn dean deanna debbie deborah debra delores denise dennis derek
    derrick desiree destiny devin devon diana diane diego dillon dolores dominic dominique don
    donald donna donnie dora doreen doris dorothy doug douglas duane dustin dwayne dwight dylan
    earl eddie edgar edith edna eduardo edward edwin eileen elaine eleanor elena elias elijah
    elisabeth elizabeth ella ellen elmer elsie emilio emily emma enrique eric erica erick erik
    erika erin ernest ernesto esmeralda esteban esther ethan ethel eugene eva evan evelyn fabian
    felicia felipe felix fernanda fernando florence floyd frances francis francisco frank franklin
    fred freddie frederick gabriel gabriela gabriella gabrielle gail garrett gary gavin gene
    geoffrey george gerald geraldine gerardo gilbert gina gladys glen glenda glenn gloria gonzalo
    gordon greg gregory gretchen griffin guadalupe guillermo gustavo guy gwendolyn hailey haley
    hannah harold harriet harry harvey hazel heather hector heidi helen henry herbert herman hilda
    holly howard hugo ian ida ignacio imani irene iris irma isaac isabel isabella isaiah ismael
    israel ivan jackie jackson jaclyn jacob jacqueline jade jaime jake jamal james jamie jan jane
    janelle janet janice janie jared jasmin jasmine jason javier jay jayden jean jeanette jeanne
    jeff jeffery jeffrey jenna jennie jennifer jenny jeremiah jeremy jermaine jerome jerry jesse
    jessica jessie jesus jill jim jimmie jimmy jo joan joann joanna joanne joaquin jodi jodie jody
    joe joel joey john johnathan johnnie johnny jon jonathan jordan jorge jose joseph josephine
    josh joshua josue joy joyce juan juana juanita judith judy julia julian julie julio june
    justin kaitlin kaitlyn karen kari karina karl karla kate katelyn katherine kathleen kathryn
    kathy katie katrina kay kayla keith kelli kellie kelly kelsey ken kendra kenneth kenny kent
    kerry kevin kim kimberly kirk krista kristen kristi kristie kristin kristina kristine kristy
    krystal kurt kyle lakisha lamar lance larry latasha latoya laura lauren laurie lawrence leah
    lee leigh leo leon leonard leonardo leroy leslie lester leticia levi lewis lillian lillie
    linda lindsay lindsey lisa lloyd logan lois lola lonnie lora loretta lori lorraine louis
    louise lourdes lucas lucia lucille lucy luis luisa luke lupe luz lydia lynn mackenzie madeline
    madison maggie malik mandy manuel manuela marc marcia marco marcos marcus margaret margarita
    maria mariah marian mariana marianne marie marilyn mario marion marisa marisol marissa
    marjorie marlene marsha marshall martha martin marty marvin mary mason mateo mathew matt
    matthew maureen maurice mauricio max maxine megan meghan melanie melinda melissa melody melvin
    mercedes meredith mia micah michael michaela micheal michele michelle miguel mike mildred
    milton mindy miranda miriam misty mitchell moises molly monica monique morgan moses myra
    myrtle nadia nancy naomi natalia natalie natasha nathan nathaniel neil nelson nicholas nick
    nicolas nicole nikki nina noah noel nora norma norman olga oliver olivia omar orlando oscar
    owen pablo paige pam pamela patricia patrick patsy patti patty paul paula paulina pauline
    pearl pedro peggy penny perla perry pete peter phil philip phillip phyllis preston priscilla
    rachael rachel rafael ralph ramiro ramon ramona randal randall randy raquel raul ray raymond
    rebecca rebekah regina reginald rene renee rhonda ricardo richard rick rickey ricky riley rita
    rob robert roberta roberto robin robyn rochelle roderick rodney rodolfo rodrigo rogelio roger
    roland ron ronald ronnie rosa rosalie rosario roxanne roy ruben ruby rudy russell ruth ryan
    sabrina sadie sally salvador sam samantha sammy samuel sandra sandy santiago sara sarah saul
    savannah scott sean sebastian selena sergio seth shane shannon shari sharon shaun shawn shawna
    sheila shelby shelia shelly sheri sherri sherry sheryl shirley sierra silvia simon sofia sonia
    sonya sophia spencer stacey stacy stanley stefanie stella stephanie stephen steve steven
    stuart sue susan susana susie suzanne sydney sylvia tabitha tamara tameka tami tammy tanya
    tara tasha taylor ted teresa teri terrance terrence terri terry thelma theodore theresa thomas
    tiffany tim timmy timothy tina todd tom tomas tommy toni tony tonya tracey traci tracy travis
    trevor trey tricia trisha tristan troy tyler tyrone valentina valeria valerie vanessa vera
    vernon veronica vicki vickie vicky victor victoria vincent viola violet virgil virginia vivian
    wade wallace walter wanda warren wayne wendy wesley whitney wilbur william willie wilma xavier
    ximena yadira yesenia yolanda yvette yvonne zachary zoe
""")

FAMILY_NAMES = _listed("""
    adams alexander alvarez anderson bailey baker bennett brooks brown bryant butler campbell
    carter castillo chavez clark coleman collins cooper cox cruz davis diaz edwards evans
    fernandez fisher flores ford foster garcia gibson gomez gonzales gonzalez graham gray green
    griffin gutierrez hall hamilton harris harrison henderson hernandez hill howard hughes jackson
    jenkins jimenez johnson jones jordan kelly kennedy kim king lee lewis long lopez marshall
    martinez mcdonald mendoza miller mitchell moore morales morgan morris murphy murray myers
    nelson nguyen ortiz owens parker patel patterson perez perry peterson phillips powell price
    ramirez ramos reed reyes reynolds richardson rivera roberts robinson rodriguez rogers romero
    ross ruiz russell sanchez sanders scott simmons smith stewart sullivan taylor thomas thompson
    torres turner vasquez walker wallace ward washington watson white williams wilson wood wright
    young
""")

ORDINARY_WORDS = _listed("""
    angel april austin baker brown carol chance chase clay cooper crystal daisy dale dawn dean
    destiny don drew earl faith ford frank gene grace gray green guy hall harmony hazel heaven
    hill holly hope hunter iris ivy jack jade jay jean jo joy june king lance lane long love luz
    mark mason max may melody mercedes mercy miller misty nick norma olive pearl penny perla price
    ray reed rich rob robin rocky rosa rosario rose ruby salvador sandy savannah sierra sky star
    sue summer tanner ted tony violet ward white will willow wood young
""")
